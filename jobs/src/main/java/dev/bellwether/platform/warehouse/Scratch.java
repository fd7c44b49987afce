package dev.bellwether.platform.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder in which a process of a home keeps what does not fit in memory: {@code
 * HOME/.scratch/…}, for its owner only. Rows of customers stand in it, so what a killed process
 * left is removed by the next one.
 *
 * <p>A process holds a lock in its folder; one that can be had is of a process that is gone.
 */
final class Scratch {
  private static final String FOLDER = ".scratch";
  private static final String LOCK = "lock";

  private Scratch() {}

  /**
   * Makes the folder of this process, once those of dead ones are gone.
   *
   * @return the folder; none where the home is not on a local disk
   * @throws dev.bellwether.platform.errors.BellwetherException when the home cannot be written
   */
  static Optional<Path> of(String home) {
    if (home.contains("://")) {
      return Optional.empty();
    }
    try {
      Path all = Files.createDirectories(Path.of(home).toAbsolutePath()).resolve(FOLDER);
      makeOwn(all);
      sweep(all);
      Path own = all.resolve(UUID.randomUUID().toString());
      makeOwn(own);
      FileChannel channel =
          FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> removeQuietly(own)));
      return Optional.of(own);
    } catch (IOException e) {
      throw StorageFailure.of(home, e)
          .orElseThrow(() -> new UncheckedIOException(home + " cannot be written", e));
    }
  }

  private static void makeOwn(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(folder);
    }
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
