package dev.bellwether.tools.draft;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.ingest.RawFile;
import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds the inputs in a folder: each file there is one, and each folder with files of a format. */
final class RawInputs {
  private static final int ROWS_LOOKED_AT = 500;
  private static final int BYTES_LOOKED_AT = 1 << 16;
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
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

  /** What was found: the inputs, and what looked like none, with the reason. */
  record Found(List<RawInput> inputs, Map<String, String> leftOut) {}

  /**
   * Looks at everything in the folder.
   *
   * @throws BellwetherException when it is not a folder that can be read
   */
  Found find() {
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
    return new Found(inputs, leftOut);
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
    Map<String, String> options = format.equals("csv") ? csvOptions(files.get(0)) : Map.of();
    Source.Input input =
        new Source.Input(
            format,
            file,
            mode,
            new Source.Arrival(Source.ArrivalKind.FIRST_SEEN, null),
            false,
            true,
            options);
    Map<String, List<String>> values = values(name, input, files.get(0));
    return new RawInput(
        name, format, file + glob, mode, options, List.copyOf(values.keySet()), values);
  }

  private Map<String, List<String>> values(String name, Source.Input input, Path file) {
    RawFile raw =
        new RawFile(
            new org.apache.hadoop.fs.Path(file.toUri()).toString(), file.toFile().length(), 0);
    Dataset<Row> rows = new RawReader(spark).read(name, input, List.of(raw));
    List<Row> some =
        rows.where(col(RawReader.MALFORMED).isNull()).limit(ROWS_LOOKED_AT).collectAsList();
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String column : rows.columns()) {
      if (!column.equals(RawReader.MALFORMED) && !column.equals(RawReader.FILE)) {
        values.put(
            column,
            some.stream()
                .map(row -> row.get(row.fieldIndex(column)))
                .filter(value -> value != null && !value.toString().isBlank())
                .map(value -> value.toString().strip())
                .toList());
      }
    }
    return values;
  }

  private static Map<String, String> csvOptions(Path file) {
    Map<String, String> options = new TreeMap<>();
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(BYTES_LOOKED_AT);
      boolean isUtf8 = isUtf8(bytes);
      String head =
          new String(bytes, isUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      char separator = separator(head.lines().findFirst().orElse(""));
      if (separator != ',') {
        options.put("sep", separator == '\t' ? "\\t" : String.valueOf(separator));
      }
      if (!isUtf8) {
        options.put("encoding", "windows-1252");
      }
    } catch (IOException e) {
      throw BellwetherException.data(file + " cannot be read", e.toString(), "check the file")
          .causedBy(e);
    }
    return options;
  }

  private static char separator(String header) {
    char best = ',';
    for (char some : SEPARATORS) {
      best = count(header, some) > count(header, best) ? some : best;
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** Whether bytes are UTF-8; a character may be cut at their end. */
  private static boolean isUtf8(byte[] bytes) {
    int end = bytes.length;
    for (int cut = 0; cut < 4 && end - cut >= 0; cut++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end - cut));
        return true;
      } catch (CharacterCodingException e) {
        // perhaps the last character is cut
      }
    }
    return false;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
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
