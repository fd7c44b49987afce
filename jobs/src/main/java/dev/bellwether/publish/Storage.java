package dev.bellwether.publish;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder {@code published/} of a home. Paths are relative to it, with {@code /} between names.
 *
 * <p>What it makes is for its owner only, where the file system knows owners.
 */
interface Storage {

  /** The published folder of a home, which is a path or a URI. */
  static Storage of(String home, Configuration configuration) {
    Path folder = new Path(home, "published");
    try {
      FileSystem files = folder.getFileSystem(configuration);
      // the local file system of Hadoop neither replaces atomically nor sets permissions without
      // starting a process for each, so local folders are java.nio's
      return files instanceof LocalFileSystem local
          ? new LocalStorage(local.pathToFile(folder).toPath())
          : new HadoopStorage(files, files.makeQualified(folder));
    } catch (IOException | UncheckedIOException e) {
      throw failed("open " + folder, e);
    }
  }

  /** The path as Spark and Parquet name it. */
  String location(String path);

  /** Whether there is a file or folder. */
  boolean exists(String path);

  /** The names in a folder, in order; none when there is no such folder. */
  List<String> list(String folder);

  /** The size of a file in bytes. */
  long size(String file);

  /** The text of a file. */
  String read(String file);

  /** Makes a folder and those above it. */
  void makeFolder(String folder);

  /** Writes or replaces a file: at any moment there is the old text or the new, never a part. */
  void write(String file, String text);

  /** Moves a file or folder to where nothing is yet, making the folders above. */
  void move(String from, String to);

  /** Copies a file to where nothing is yet, making the folders above. */
  void copy(String from, String to);

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  void delete(String path);

  /** Points a link at a folder, for convenience: where links cannot be made there is none. */
  void link(String link, String folder);

  /** The error for a file system that refuses. */
  static BellwetherException failed(String action, Exception cause) {
    return BellwetherException.configuration(
            "could not " + action,
            cause.toString(),
            "check that the home is reachable, may be written by this user and has space left;"
                + " then run again")
        .causedBy(cause);
  }
}
