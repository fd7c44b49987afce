package dev.bellwether.tools.draft;

import dev.bellwether.ingest.RawFile;
import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds the inputs in a folder: each file there is one, and each folder with files of a format. */
final class RawInputs {
  /** So many rows of an input tell what its columns are. */
  static final int ROWS_LOOKED_AT = 10_000;

  private static final Pattern ENDING = Pattern.compile("\\.([A-Za-z]+([.]gz)?)$");
  private static final Map<String, String> FORMATS =
      Map.of(
          "csv", "csv", "tsv", "csv", "txt", "csv", "json", "json", "jsonl", "json", "ndjson",
          "json", "parquet", "parquet");

  private final SparkSession spark;
  private final Path folder;

  RawInputs(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Looks at everything in the folder.
   *
   * @throws BellwetherException when it is not a folder that can be read
   */
  RawInput.Found find() {
    List<RawInput> inputs = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    for (Path entry : entries()) {
      String name = entry.getFileName().toString();
      try {
        Optional<RawInput> input = input(entry);
        input.ifPresentOrElse(inputs::add, () -> leftOut.put(name, "no CSV, JSON or Parquet"));
      } catch (BellwetherException e) {
        leftOut.put(name, e.getMessage().lines().findFirst().orElse(""));
      }
    }
    return new RawInput.Found(inputs, leftOut);
  }

  /**
   * Looks at one file, or folder of files of one kind.
   *
   * @throws BellwetherException when it cannot be read, or is of no format that a source may have
   */
  RawInput of(Path entry) {
    if (!Files.isReadable(entry)) {
      throw BellwetherException.configuration(
          entry + " cannot be read",
          "there is no such file, or it may not be read",
          "name another");
    }
    return input(entry)
        .orElseThrow(
            () ->
                BellwetherException.configuration(
                    entry + " cannot be looked into",
                    "its name does not end as that of a CSV, JSON or Parquet file",
                    "name one that ends in .csv, .tsv, .json, .jsonl or .parquet, or these with .gz"));
  }

  private List<Path> entries() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(e -> !e.getFileName().toString().matches("[._].*")).sorted().toList();
    } catch (IOException e) {
      throw BellwetherException.configuration(
              folder + " cannot be looked into", e.toString(), "name a folder of raw files")
          .causedBy(e);
    }
  }

  private Optional<RawInput> input(Path entry) {
    if (!Files.isDirectory(entry)) {
      return format(entry).map(format -> described(entry, format, List.of(entry), ""));
    }
    if (Files.isDirectory(entry.resolve("_delta_log"))) {
      return Optional.of(described(entry, "delta", List.of(entry), ""));
    }
    List<Path> files = filesBelow(entry);
    Optional<String> format = files.stream().findFirst().flatMap(RawInputs::format);
    return format.map(
        some -> {
          List<Path> alike = files.stream().filter(f -> format(f).equals(format)).toList();
          return described(entry, some, alike, "/*." + ending(alike.get(0)));
        });
  }

  private static List<Path> filesBelow(Path entry) {
    try (Stream<Path> files = Files.list(entry)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> format(f).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawInput described(Path entry, String format, List<Path> files, String glob) {
    String file = entry.getFileName().toString();
    String name = SourceWords.plain(glob.isEmpty() ? file.replaceAll("\\..*", "") : file);
    Source.Mode mode = glob.isEmpty() ? Source.Mode.SNAPSHOT : Source.Mode.APPEND;
    Map<String, String> options = format.equals("csv") ? CsvShape.options(files.get(0)) : Map.of();
    Source.Input input =
        new Source.Input(
            format,
            file,
            mode,
            new Source.Arrival(Source.ArrivalKind.FIRST_SEEN, null),
            false,
            true,
            options);
    List<RawFile> raw = files.stream().map(RawInputs::rawFile).toList();
    Dataset<Row> rows = new RawReader(spark).read(name, input, raw);
    return new RawInput(name, format, file + glob, mode, options, columns(rows), rows);
  }

  private static RawFile rawFile(Path file) {
    String path = new org.apache.hadoop.fs.Path(file.toUri()).toString();
    return new RawFile(path, file.toFile().length(), 0);
  }

  /** What the columns look like in the first rows, by their names. */
  static Map<String, ColumnProfile> columns(Dataset<Row> rows) {
    Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    FileProfile.of(rows.limit(ROWS_LOOKED_AT))
        .columns()
        .forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  private static Optional<String> format(Path file) {
    return Optional.ofNullable(FORMATS.get(ending(file).replaceAll("\\.gz$", "")));
  }

  /** How the name ends: {@code csv} or {@code jsonl.gz}. */
  private static String ending(Path file) {
    Matcher ending = ENDING.matcher(file.getFileName().toString());
    return ending.find() ? ending.group(1).toLowerCase(Locale.ROOT) : "";
  }
}
