package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** The file systems of Hadoop that homes and raw files are in. */
public final class FileSystems {
  /** What to put beside Bellwether, by scheme; Hadoop's own parts go by Hadoop's version. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "s3a", "hadoop-aws %s and the AWS SDK that it names (software.amazon.awssdk:bundle)",
          "abfs", "hadoop-azure %s",
          "abfss", "hadoop-azure %s",
          "gs", "gcs-connector, its shaded jar for Hadoop 3");

  private FileSystems() {}

  /**
   * The file system of a path.
   *
   * @throws BellwetherException when the library that knows its scheme is not there
   */
  public static FileSystem of(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw notThere(path, e);
    } catch (RuntimeException | LinkageError e) {
      if (isOfMissingClass(e)) {
        throw notThere(path, e);
      }
      throw e;
    }
  }

  /** Whether a file is made or replaced there only if it is not there, or still is what it was. */
  public static boolean writesOnCondition(FileSystem files, Path path) throws IOException {
    return files.hasPathCapability(
            path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
        && files.hasPathCapability(
            path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG);
  }

  /**
   * Whether a run may be at work on an unfinished folder: where a lock keeps other runs out none
   * is; elsewhere its files tell, since no run takes a day.
   */
  public static boolean mayBeAtWork(FileSystem files, Path folder) throws IOException {
    if (files instanceof LocalFileSystem || writesOnCondition(files, folder)) {
      return false;
    }
    Instant aDayAgo = Instant.now().minus(Duration.ofDays(1));
    Instant latest = Instant.ofEpochMilli(files.getFileStatus(folder).getModificationTime());
    for (RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
        found.hasNext() && latest.isBefore(aDayAgo); ) {
      Instant written = Instant.ofEpochMilli(found.next().getModificationTime());
      latest = written.isAfter(latest) ? written : latest;
    }
    return latest.isAfter(aDayAgo);
  }

  private static boolean isOfMissingClass(Throwable failure) {
    for (Throwable some = failure; some != null; some = some.getCause()) {
      if (some instanceof ClassNotFoundException || some instanceof NoClassDefFoundError) {
        return true;
      }
    }
    return false;
  }

  private static BellwetherException notThere(Path path, Throwable failure) {
    String scheme = String.valueOf(path.toUri().getScheme());
    String library =
        String.format(
            LIBRARIES.getOrDefault(scheme, "the library that knows " + scheme + "://"),
            VersionInfo.getVersion());
    return BellwetherException.configuration(
            path + " cannot be reached",
            "the library for "
                + scheme
                + "://, or one that it needs, is not there: "
                + failure.getMessage(),
            scheme.equals("s3")
                ? "write s3a:// instead of s3://"
                : "put the jars of "
                    + library
                    + " into a folder, and name it: BELLWETHER_JARS=FOLDER (docs/clusters.md)")
        .causedBy(failure);
  }
}
