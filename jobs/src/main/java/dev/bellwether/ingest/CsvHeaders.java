package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Reads the header of each CSV file, since Spark applies one header to all files by position: a
 * file with another column order would be read wrongly without a word.
 */
final class CsvHeaders {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Configuration hadoop;
  private final Source.Input input;

  CsvHeaders(Configuration hadoop, Source.Input input) {
    this.hadoop = hadoop;
    this.input = input;
  }

  /** The files by their header; an empty file has an empty header. */
  Map<List<String>, List<RawFile>> groups(List<RawFile> files) {
    Map<List<String>, List<RawFile>> groups = new LinkedHashMap<>();
    for (RawFile file : files) {
      groups.computeIfAbsent(header(file), header -> new ArrayList<>()).add(file);
    }
    return groups;
  }

  private List<String> header(RawFile file) {
    try (BufferedReader reader = open(new Path(file.path()))) {
      CSVRecord first = format().parse(reader).stream().findFirst().orElse(null);
      return first == null ? List.of() : names(file, first);
    } catch (IOException | UncheckedIOException e) {
      throw BellwetherException.data(
              "the header of " + file.path() + " cannot be read",
              String.valueOf(e.getMessage()),
              "check the file, and the options sep, quote and encoding of its input")
          .causedBy(e);
    }
  }

  private static List<String> names(RawFile file, CSVRecord first) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String value : first) {
      String name = value.replace(BYTE_ORDER_MARK, "").strip();
      name = name.isEmpty() ? "_c" + names.size() : name;
      if (!seen.add(name.toLowerCase(java.util.Locale.ROOT))) {
        throw BellwetherException.data(
            file.path() + " has two columns named " + name,
            "its header repeats a name (case does not count)",
            "give the columns of the export names of their own");
      }
      names.add(name);
    }
    return names.size() == 1 && first.get(0).isBlank() ? List.of() : names;
  }

  /** The character that quotes text in an input; empty for none. As for Spark, case is ignored. */
  static String quote(Source.Input input) {
    return input.options().entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase("quote"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("\"");
  }

  private CSVFormat format() {
    Map<String, String> options = input.options();
    String separator = options.getOrDefault("sep", options.getOrDefault("delimiter", ","));
    CSVFormat.Builder format =
        CSVFormat.Builder.create()
            .setDelimiter(separator.equals("\\t") ? "\t" : separator)
            .setIgnoreEmptyLines(true);
    String quote = quote(input);
    return format.setQuote(quote.isEmpty() ? null : quote.charAt(0)).get();
  }

  private BufferedReader open(Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    InputStream bytes = files.open(path);
    InputStream in = codec == null ? bytes : codec.createInputStream(bytes);
    String encoding = input.options().getOrDefault("encoding", "UTF-8");
    return new BufferedReader(new InputStreamReader(in, Charset.forName(encoding)));
  }
}
