package dev.bellwether.pipeline;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * The lock of a home in a store that writes a file on a condition, as S3 does: the file {@code
 * .lock}, which the store makes for one run only. Its run writes it anew every minute; when it was
 * killed, the file is left, and the next run may take it once nobody has written it for longer than
 * clocks may differ.
 */
final class StoreLease implements AutoCloseable {
  /** S3 refuses requests by a clock that is off by a quarter of an hour. */
  private static final Duration EXPIRES_AFTER = Duration.ofMinutes(20);

  private static final Duration RENEWED_EVERY = Duration.ofMinutes(1);
  private static final String IF_NONE = CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;
  private static final String IF_SAME =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG;

  private final FileSystem files;
  private final Path lock;
  private final Duration expiresAfter;
  private final String holder = UUID.randomUUID() + " of process " + ProcessHandle.current().pid();
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease of a home");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Instant renewed = Instant.EPOCH;

  private StoreLease(FileSystem files, Path lock, Duration expiresAfter) {
    this.files = files;
    this.lock = lock;
    this.expiresAfter = expiresAfter;
  }

  /**
   * Takes the lease of a home.
   *
   * @return the lease; none where the store writes nothing on a condition
   * @throws BellwetherException when another run holds it
   */
  static Optional<StoreLease> take(String home, Configuration hadoop) throws IOException {
    return take(home, hadoop, EXPIRES_AFTER);
  }

  static Optional<StoreLease> take(String home, Configuration hadoop, Duration expiresAfter)
      throws IOException {
    Path lock = new Path(home, ".lock");
    FileSystem files = FileSystems.of(lock, hadoop);
    if (!FileSystems.writesOnCondition(files, lock)) {
      return Optional.empty();
    }
    StoreLease lease = new StoreLease(files, lock, expiresAfter);
    lease.take();
    return Optional.of(lease);
  }

  private void take() throws IOException {
    Optional<FileStatus> found = status();
    if (found.isPresent() && !isExpired(found.get())) {
      throw inUse(status());
    }
    boolean isTaken =
        found.isPresent() ? write(IF_SAME, etag(found.get())) : write(IF_NONE, "true");
    if (!isTaken) {
      throw inUse(status());
    }
    long every = RENEWED_EVERY.toSeconds();
    var unused = renewal.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.SECONDS);
  }

  private boolean isExpired(FileStatus found) {
    Instant written = Instant.ofEpochMilli(found.getModificationTime());
    return written.plus(expiresAfter).isBefore(Instant.now());
  }

  /** What cannot be renewed now may be in a minute; a lease that another has taken never is. */
  private void renew() {
    try {
      if (isOurs()) {
        write(IF_SAME, etag(status().orElseThrow()));
      }
    } catch (IOException | RuntimeException e) {
      // its run asks whether it is still held
    }
  }

  /** Writes the file on a condition; whether it is this run's then, whatever the store answered. */
  private boolean write(String condition, String value) throws IOException {
    Instant now = Instant.now();
    FSDataOutputStreamBuilder<?, ?> file = files.createFile(lock);
    file.create().overwrite(true).must(condition, value);
    // never the same twice: what tells versions apart is made from the content
    String content = holder + " at " + now;
    try (FSDataOutputStream out = file.build()) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (!content.equals(content())) {
        return false;
      }
    }
    renewed = now;
    return true;
  }

  private boolean isOurs() throws IOException {
    return content().startsWith(holder);
  }

  /** What the file holds; nothing where it is not there. */
  private String content() throws IOException {
    try (FSDataInputStream in = files.open(lock)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  private Optional<FileStatus> status() throws IOException {
    try {
      return Optional.of(files.getFileStatus(lock));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String etag(FileStatus found) {
    return ((EtagSource) found).getEtag();
  }

  private BellwetherException inUse(Optional<FileStatus> found) {
    String written =
        found
            .map(file -> Instant.ofEpochMilli(file.getModificationTime()).toString())
            .orElse("just now");
    return BellwetherException.busy(
        "the home " + lock.getParent() + " is in use",
        "another run is writing to it, and wrote its lock " + written,
        "try again when it has ended, or let the run wait by --wait-for-lock 30m; the lock of a run that was killed"
            + " counts for "
            + expiresAfter.toMinutes()
            + " minutes: if it was, delete "
            + lock);
  }

  /**
   * Requires that it is this run's still.
   *
   * @throws BellwetherException when it could not be renewed in time, so that another may have it
   */
  void requireHeld() {
    // the rest of the time is for the difference between this clock and that of another run
    if (renewed.plus(expiresAfter.dividedBy(4)).isBefore(Instant.now())) {
      throw BellwetherException.busy(
          "the lock " + lock + " is not this run's any more",
          "it could not be renewed since " + renewed + ", and another run may have taken it",
          "run again when no other run is at work");
    }
  }

  @Override
  public void close() {
    renewal.shutdownNow();
    try {
      if (renewal.awaitTermination(RENEWED_EVERY.toSeconds(), TimeUnit.SECONDS) && isOurs()) {
        files.delete(lock, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the lock " + lock + " cannot be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
