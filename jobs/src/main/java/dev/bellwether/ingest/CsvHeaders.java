package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the header of each CSV file, since Spark applies one header to all files by position: a
 * file with another column order would be read wrongly without a word.
 */
final class CsvHeaders {
  private static final Pattern VALUE = Pattern.compile(".*@.*|[-+]?[0-9][-0-9.:/TZ]*");

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final List<Character> SEPARATORS = List.of(';', '\t', '|', ',');

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
    Charset encoding = encoding(file);
    // Spark finds line ends as bytes, unless it reads a file whole
    Map<String, String> options =
        encoding.name().startsWith("UTF-16")
            ? Map.of("encoding", encoding.name(), "multiLine", "true")
            : Map.of();
    return new Header(names(file, encoding), options);
  }

  /** The encoding of a file: that of its first bytes, else the one that the options name. */
  Charset encoding(RawFile file) {
    return FirstBytes.of(hadoop, file).utf16().orElseGet(() -> stated(file));
  }

  private Charset stated(RawFile file) {
    String name = option("encoding").or(() -> option("charset")).orElse("UTF-8");
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw BellwetherException.configuration(
              file.path() + " cannot be read",
              "its input's options name the encoding " + name + ", which nobody knows",
              "name one such as UTF-8, ISO-8859-1 or windows-1252")
          .causedBy(e);
    }
  }

  private List<String> names(RawFile file, Charset encoding) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(FirstBytes.open(hadoop, file), encoding))) {
      Optional<CSVRecord> first =
          format().parse(reader).stream().filter(line -> !isBlank(line)).findFirst();
      first.ifPresent(line -> requireSeparated(file, line));
      return first.map(line -> names(file, line)).orElse(List.of());
    } catch (IOException | UncheckedIOException e) {
      throw FirstBytes.unreadable(file, e);
    }
  }

  /** Whether what stands where names should is a row: addresses, numbers, days. */
  static boolean areValues(List<String> names) {
    return names.stream().map(String::strip).anyMatch(name -> VALUE.matcher(name).matches());
  }

  /** A line as a message may show it, which must not hold what a row says of somebody. */
  private static String shown(String line) {
    return areValues(List.of(line.split("[\\s;,|\\t]+")))
        ? "a line of " + line.length() + " characters that looks like a row"
        : "'" + line + "'";
  }

  /** A header of one name that holds what separates names in other files was cut at nothing. */
  private void requireSeparated(RawFile file, CSVRecord first) {
    String start = first.get(0).replace(BYTE_ORDER_MARK, "");
    if (start.toLowerCase(Locale.ROOT).startsWith("sep=")) {
      throw BellwetherException.data(
          file.path() + " begins with Excel's line '" + start + "', not with its header",
          "readers other than Excel take that line for the header",
          "remove the line, and state what it says as options: {sep: …} of the input");
    }
    if (start.startsWith("<")) {
      throw BellwetherException.data(
          file.path() + " is a page, not a CSV file",
          "it begins with "
              + shown(start)
              + ", as the log-in page of a service that was to deliver it",
          "deliver it again");
    }
    if (start.startsWith("#")) {
      throw BellwetherException.configuration(
          file.path() + " begins with a comment, not with its header",
          "its first line is " + shown(start),
          "state options: {comment: '#'} for its input");
    }
    Optional<Character> other =
        SEPARATORS.stream().filter(some -> start.indexOf(some) >= 0).findFirst();
    if (first.size() == 1 && other.isPresent()) {
      String shown = other.get() == '\t' ? "\\t" : other.get().toString();
      throw BellwetherException.configuration(
          file.path() + " is not separated by '" + separator(input) + "'",
          "its header is a single name: " + shown(start),
          "state options: {sep: '" + shown + "'} for its input");
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
  static Optional<String> option(Source.Input input, String name) {
    return input.options().entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** What parts the cells of an input's lines, as its options write it. */
  static String separator(Source.Input input) {
    return option(input, "sep").or(() -> option(input, "delimiter")).orElse(",");
  }

  private CSVFormat format() {
    String separator = separator(input);
    CSVFormat.Builder format =
        CSVFormat.Builder.create()
            .setDelimiter(separator.equals("\\t") ? "\t" : separator)
            .setIgnoreEmptyLines(true);
    option("comment")
        .filter(mark -> !mark.isEmpty())
        .ifPresent(m -> format.setCommentMarker(m.charAt(0)));
    String quote = quote(input);
    return format.setQuote(quote.isEmpty() ? null : quote.charAt(0)).get();
  }
}
