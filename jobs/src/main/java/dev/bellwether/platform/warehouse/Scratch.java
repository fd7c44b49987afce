package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.LocalFolder;
import dev.bellwether.platform.files.OwnersOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder in which a process of a home keeps what does not fit in memory: {@code
 * HOME/.scratch/…}, for its owner only. Rows of customers stand in it, so what a killed process
 * left is removed by the next one. Where there is no home, or none on a disk, it is a folder of the
 * user.
 *
 * <p>A process holds a lock in its folder; one that can be had is of a process that is gone.
 */
final class Scratch {
  private static final String FOLDER = ".scratch";
  private static final String LOCK = "lock";

  /** A channel that nobody refers to is closed with the garbage, and its lock is gone. */
  private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

  private Scratch() {}

  /**
   * Makes the folder of this process, once those of dead ones are gone.
   *
   * @return the folder; none where the home is not on a local disk
   * @throws BellwetherException when the home cannot be written
   */
  static Optional<Path> of(String home) {
    Optional<Path> local = LocalFolder.of(home);
    if (local.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = local.get().toAbsolutePath();
      OwnersOnly.makeHome(folder);
      return Optional.of(within(folder));
    } catch (IOException e) {
      throw StorageFailure.of(home, e)
          .orElseThrow(() -> new UncheckedIOException(home + " cannot be written", e));
    }
  }

  /**
   * The same for a process that works on no home: in a folder of this user within the machine's
   * temporary one.
   *
   * @throws BellwetherException when it cannot be made, or is somebody else's
   */
  static Path ofNoHome(Path temporary) {
    String user = System.getProperty("user.name");
    Path folder = temporary.resolve("bellwether-" + user.replaceAll("[^A-Za-z0-9_-]", "_"));
    try {
      OwnersOnly.makeFolder(folder);
      // fails where somebody else has made it
      OwnersOnly.protect(folder);
      return within(folder.toAbsolutePath());
    } catch (IOException e) {
      throw BellwetherException.configuration(
              "there is no folder for what does not fit in memory",
              folder + " cannot be made or is not this user's alone: " + e,
              "name another temporary folder: BELLWETHER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
          .causedBy(e);
    }
  }

  private static Path within(Path folder) throws IOException {
    Path all = folder.resolve(FOLDER);
    OwnersOnly.makeFolder(all);
    sweep(all);
    Path own = all.resolve(UUID.randomUUID().toString());
    OwnersOnly.makeNewFolder(own);
    FileChannel channel =
        FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    HELD.add(channel);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> removeQuietly(own)));
    return own;
  }

  private static void sweep(Path all) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.toList()) {
        if (isLeft(folder)) {
          remove(folder);
        }
      }
    }
  }

  /** Whether nobody holds its lock. */
  private static boolean isLeft(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    if (!Files.exists(lock)) {
      // one that was made just now is about to get its lock
      Instant aWhileAgo = Instant.now().minusSeconds(60);
      return Files.getLastModifiedTime(folder).toInstant().isBefore(aWhileAgo);
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void removeQuietly(Path folder) {
    try {
      remove(folder);
    } catch (IOException | UncheckedIOException e) {
      // the next process sweeps
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }
}
