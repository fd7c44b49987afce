package dev.bellwether.pipeline;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.LocalFolder;
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
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The lock that makes a run the only writer of its home.
 *
 * <p>On a local disk the operating system holds it, so a kill releases it. In a store that writes
 * on a condition it is a lease ({@link StoreLease}). Another store has no such lock: there the
 * orchestrator sees to it that one run goes on at a time.
 */
public final class HomeLock implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Optional<FileChannel> channel;
  private final Optional<StoreLease> lease;

  private HomeLock(Optional<FileChannel> channel, Optional<StoreLease> lease) {
    this.channel = channel;
    this.lease = lease;
  }

  /** Whether it keeps other runs out; else somebody else has to. */
  public boolean keepsOthersOut() {
    return channel.isPresent() || lease.isPresent();
  }

  /**
   * Requires that no other run can have taken it meanwhile.
   *
   * @throws BellwetherException when one may have
   */
  void requireHeld() {
    lease.ifPresent(StoreLease::requireHeld);
  }

  /**
   * Waits until no run holds the lock, which is then free but not taken.
   *
   * @param hadoop how its files are reached
   * @param atMost how long
   * @param onWait told once, if there is something to wait for
   * @return whether there is a lock, which keeps others out
   * @throws BellwetherException when a run holds it still
   */
  public static boolean await(String home, Configuration hadoop, Duration atMost, Runnable onWait) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean isTold = false;
    while (true) {
      try (HomeLock free = take(home, hadoop)) {
        return free.keepsOthersOut();
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
   * @param hadoop how the home's files are reached
   * @throws BellwetherException when another run holds it
   */
  public static HomeLock take(String home, Configuration hadoop) {
    try {
      Optional<Path> folder = LocalFolder.of(home);
      return folder.isPresent()
          ? new HomeLock(Optional.of(locked(home, folder.get())), Optional.empty())
          : new HomeLock(Optional.empty(), StoreLease.take(home, hadoop));
    } catch (IOException e) {
      throw StorageFailure.of(home, e)
          .orElseGet(
              () ->
                  BellwetherException.configuration(
                          "the home " + home + " cannot be locked",
                          e.toString(),
                          "name a --home that this user may write to, on a disk that knows locks or in a store that can"
                              + " be reached")
                      .causedBy(e));
    }
  }

  private static FileChannel locked(String home, Path folder) throws IOException {
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
    return channel;
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
    lease.ifPresent(StoreLease::close);
    channel.ifPresent(HomeLock::close);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
