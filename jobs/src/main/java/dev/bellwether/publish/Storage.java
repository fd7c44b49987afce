package dev.bellwether.publish;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of a home, such as {@code published/}. Paths are relative to it, with {@code /} between
 * names.
 *
 * <p>What it makes is for its owner only, where the file system knows owners.
 */
interface Storage {

  /** The published folder of a home, which is a path or a URI. */
  static Storage of(String home, Configuration configuration) {
    return of(home, "published", configuration);
  }

  /** A folder of a home. */
  static Storage of(String home, String name, Configuration configuration) {
    Path folder = new Path(home, name);
    try {
      FileSystem files = FileSystems.of(folder, configuration);
      // the local file system of Hadoop neither replaces atomically nor sets permissions without
      // starting a process for each, so local folders are java.nio's
      return files instanceof LocalFileSystem local
          ? new LocalStorage(local.pathToFile(folder).toPath(), configuration)
          : new HadoopStorage(files, files.makeQualified(folder));
    } catch (IOException | UncheckedIOException e) {
      throw failed("open " + folder, e);
    }
  }

  /** How Hadoop's readers reach its files. */
  Configuration configuration();

  /** The path as Spark and Parquet name it: a URI whose path is not encoded, as Hadoop reads it. */
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

  /** The bytes of a file, for the caller to close. */
  InputStream open(String file);

  /** Whether this is a folder. */
  boolean isFolder(String path);

  /** Whether another run may be at work on an unfinished folder, where no lock keeps it out. */
  boolean mayBeAtWork(String folder);

  /** Writes or replaces a file: at any moment there is the old content or the new, never a part. */
  void write(String file, byte[] content);

  /** The same of a text. */
  default void write(String file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of a file's bytes. */
  default String sha256(String file) {
    try (InputStream in = open(file)) {
      return new Sha256().add(in).finish();
    } catch (IOException e) {
      throw failed("read " + location(file), e);
    }
  }

  /** Moves a file or folder to where nothing is yet, making the folders above. */
  void move(String from, String to);

  /** Copies a file to where nothing is yet, making the folders above. */
  void copy(String from, String to);

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  void delete(String path);

  /** The path as a link that people open: an encoded URI. */
  String link(String path);

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
