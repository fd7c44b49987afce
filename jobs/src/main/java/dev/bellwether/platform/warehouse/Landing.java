package dev.bellwether.platform.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The folder in which the extracts of one input are landed, each a numbered folder of Parquet
 * files, for its owner only. One that is not whole has another name.
 */
public final class Landing {
  private static final String BUILDING = ".building-";

  /** In an extract of a store that renames by copying: that all of it was copied. */
  private static final String WHOLE = "_WHOLE";

  private final SparkSession spark;
  private final Path folder;

  /**
   * @param root the folder of all inputs
   * @param input the input
   */
  public Landing(SparkSession spark, String root, String input) {
    this.spark = spark;
    this.folder = new Path(root, input);
  }

  /** The inputs that were landed, by name. */
  public static List<String> inputs(SparkSession spark, String root) {
    Path folder = new Path(root);
    try {
      FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      FileStatus[] found = files.exists(folder) ? files.listStatus(folder) : new FileStatus[0];
      return Arrays.stream(found)
          .filter(FileStatus::isDirectory)
          .map(each -> each.getPath().getName())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** The extracts that are whole, the oldest first, by full path. */
  public List<String> extracts() {
    try {
      FileSystem files = files();
      List<String> found = new ArrayList<>();
      for (FileStatus each : files.exists(folder) ? files.listStatus(folder) : new FileStatus[0]) {
        if (each.isDirectory() && isWhole(files, each.getPath())) {
          found.add(each.getPath().toString());
        }
      }
      found.sort(Comparator.naturalOrder());
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static boolean isWhole(FileSystem files, Path extract) throws IOException {
    return !extract.getName().startsWith(BUILDING)
        && (files instanceof LocalFileSystem || files.exists(new Path(extract, WHOLE)));
  }

  /** The folder of all extracts, by full path. */
  public String all() {
    try {
      return files().makeQualified(folder).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find " + folder, e);
    }
  }

  /** The rows of extracts; columns that only some have are null in the others. */
  public Dataset<Row> rows(List<String> extracts) {
    return spark.read().option("mergeSchema", "true").parquet(extracts.toArray(String[]::new));
  }

  /**
   * Writes rows into a folder that is no extract yet; what a killed run left of such is removed.
   */
  public String write(Dataset<Row> rows) {
    Path building = new Path(folder, BUILDING + UUID.randomUUID());
    OwnFolder.make(folder.getParent(), spark.sparkContext().hadoopConfiguration());
    OwnFolder.make(folder, spark.sparkContext().hadoopConfiguration());
    try {
      removeLeftovers();
      rows.write().parquet(building.toString());
      return files().makeQualified(building).toString();
    } catch (IOException e) {
      throw StorageFailure.of(folder.toString(), e)
          .orElseThrow(() -> new UncheckedIOException(folder + " cannot be written", e));
    }
  }

  private void removeLeftovers() throws IOException {
    for (FileStatus each : files().listStatus(folder)) {
      if (!isWhole(files(), each.getPath()) && !FileSystems.mayBeAtWork(files(), each.getPath())) {
        files().delete(each.getPath(), true);
      }
    }
  }

  /**
   * Makes what was written the next extract.
   *
   * @param mark what its name ends with
   */
  public void accept(String written, String mark) {
    long next = latest().map(Landing::number).orElse(0L) + 1;
    Path extract = new Path(folder, String.format(Locale.ROOT, "%08d%s", next, mark));
    try {
      if (!files().rename(new Path(written), extract)) {
        throw new IOException(written + " cannot be renamed");
      }
      if (!(files() instanceof LocalFileSystem)) {
        files().create(new Path(extract, WHOLE)).close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The extract of before now. */
  public Optional<String> latest() {
    List<String> extracts = extracts();
    return extracts.isEmpty() ? Optional.empty() : Optional.of(extracts.get(extracts.size() - 1));
  }

  /** Removes an extract, or what was written for one. */
  public void remove(String extract) {
    try {
      files().delete(new Path(extract), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + extract, e);
    }
  }

  private static long number(String extract) {
    return Long.parseLong(new Path(extract).getName().replaceFirst("-.*", ""));
  }

  private FileSystem files() throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return folder.getFileSystem(hadoop);
  }
}
