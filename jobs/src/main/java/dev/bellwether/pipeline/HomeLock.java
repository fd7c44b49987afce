package dev.bellwether.pipeline;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that makes a run the only writer of its home.
 *
 * <p>The operating system holds it, so a kill releases it. A home that is not on a local disk has
 * no such lock: there the orchestrator sees to it that one run goes on at a time.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws BellwetherException when another run holds it
   */
  public static HomeLock take(String home) {
    if (home.contains("://")) {
      return new HomeLock(null);
    }
    try {
      Path folder = Files.createDirectories(Path.of(home));
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw BellwetherException.configuration(
            "the home " + home + " is in use",
            "another run is writing to it",
            "wait until it has ended, or name another --home");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + home, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
