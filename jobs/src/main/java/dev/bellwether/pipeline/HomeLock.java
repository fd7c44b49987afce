package dev.bellwether.pipeline;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import dev.bellwether.platform.warehouse.StorageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The lock that makes a run the only writer of its home.
 *
 * <p>The operating system holds it, so a kill releases it. A home that is not on a local disk has
 * no such lock: there the orchestrator sees to it that one run goes on at a time.
 */
public final class HomeLock implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until no run holds the lock, which is then free but not taken.
   *
   * @param atMost how long
   * @param onWait told once, if there is something to wait for
   * @throws BellwetherException when a run holds it still
   */
  public static void await(String home, Duration atMost, Runnable onWait) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean isTold = false;
    while (true) {
      try (HomeLock free = take(home)) {
        return;
      } catch (BellwetherException e) {
        if (e.kind() != BellwetherException.Kind.BUSY || System.nanoTime() >= deadline) {
          throw e;
        }
      }
      if (!isTold) {
        onWait.run();
        isTold = true;
      }
      pause(deadline);
    }
  }

  private static void pause(long deadline) {
    long left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime())).toMillis();
    try {
      Thread.sleep(Math.min(BETWEEN_LOOKS.toMillis(), left + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a lock", e);
    }
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
      Path folder = Path.of(home);
      OwnersOnly.makeHome(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw BellwetherException.busy(
            "the home " + home + " is in use",
            "another run is writing to it",
            "try again when it has ended, let the run wait by --wait-for-lock 30m, or name another"
                + " --home");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw StorageFailure.of(home, e)
          .orElseGet(
              () ->
                  BellwetherException.configuration(
                          "the home " + home + " cannot be locked",
                          e.toString(),
                          "name a --home on a disk that this user may write to and that knows locks")
                      .causedBy(e));
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
