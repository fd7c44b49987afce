package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;

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

  /**
   * How files are to be read.
   *
   * @param names the names of their columns in order; none of an empty file
   * @param options reader options that follow from the files
   */
  record Header(List<String> names, Map<String, String> options) {}

  /** The files by their header. */
  Map<Header, List<RawFile>> groups(List<RawFile> files) {
    Map<Header, List<RawFile>> groups = new LinkedHashMap<>();
    for (RawFile file : files) {
      groups.computeIfAbsent(header(file), header -> new ArrayList<>()).add(file);
    }
    return groups;
  }

  private Header header(RawFile file) {
    boolean isUtf16 = FirstBytes.of(hadoop, file).isUtf16();
    String encoding =
        isUtf16
            ? StandardCharsets.UTF_16.name()
            : option("encoding").or(() -> option("charset")).orElse("UTF-8");
    // Spark finds line ends as bytes, unless it reads a file whole
    Map<String, String> options =
        isUtf16 ? Map.of("encoding", encoding, "multiLine", "true") : Map.of();
    return new Header(names(file, encoding), options);
  }

  private List<String> names(RawFile file, String encoding) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(FirstBytes.open(hadoop, file), Charset.forName(encoding)))) {
      Optional<CSVRecord> first =
          format().parse(reader).stream().filter(line -> !isBlank(line)).findFirst();
      return first.map(line -> names(file, line)).orElse(List.of());
    } catch (IOException | UncheckedIOException e) {
      throw FirstBytes.unreadable(file, e);
    }
  }

  private static boolean isBlank(CSVRecord line) {
    return line.size() == 1 && line.get(0).replace(BYTE_ORDER_MARK, "").isBlank();
  }

  private List<String> names(RawFile file, CSVRecord first) {
    boolean isHeader = option("header").map(Boolean::parseBoolean).orElse(true);
    boolean isNumbered = option("repeatedNames").filter("number"::equals).isPresent();
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String value : first) {
      String written = value.replace(BYTE_ORDER_MARK, "").strip();
      String name = isHeader && !written.isEmpty() ? written : "_c" + names.size();
      for (int n = 2; !seen.add(name.toLowerCase(Locale.ROOT)); n++) {
        if (!isNumbered) {
          throw repeated(file, name);
        }
        name = written + "_" + n;
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static BellwetherException repeated(RawFile file, String name) {
    return BellwetherException.data(
        file.path() + " has two columns named " + name,
        "its header repeats a name (case does not count)",
        "state options: {repeatedNames: number} for its input: then the second is "
            + name
            + "_2; or give the columns of the export names of their own");
  }

  /** The character that quotes text in an input; empty for none. */
  static String quote(Source.Input input) {
    return option(input, "quote").orElse("\"");
  }

  private Optional<String> option(String name) {
    return option(input, name);
  }

  /** As for Spark, case is ignored. */
  private static Optional<String> option(Source.Input input, String name) {
    return input.options().entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private CSVFormat format() {
    String separator = option("sep").or(() -> option("delimiter")).orElse(",");
    CSVFormat.Builder format =
        CSVFormat.Builder.create()
            .setDelimiter(separator.equals("\\t") ? "\t" : separator)
            .setIgnoreEmptyLines(true);
    String quote = quote(input);
    return format.setQuote(quote.isEmpty() ? null : quote.charAt(0)).get();
  }
}
