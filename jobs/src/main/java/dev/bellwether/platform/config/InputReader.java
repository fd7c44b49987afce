package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Extract.Database;
import dev.bellwether.platform.config.Source.Arrival;
import dev.bellwether.platform.config.Source.ArrivalKind;
import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.config.Source.Mode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads and checks one raw input of a source. */
final class InputReader {
  private static final Pattern ARRIVAL_COLUMN = Pattern.compile("column\\s+(\\S+)");

  private static final String JDBC = "jdbc";
  private static final List<String> KEYS =
      List.of("format", "path", "mode", "arrival", "deletes", "required", "options", "columns");
  private static final List<String> KEYS_OF_DATABASES =
      List.of("database", "table", "query", "watermark", "partitions");

  private static final String PASSES_OVER = "rows that cannot be read would be passed over";
  private static final String PICKS = "files are picked by path, and each of them is read";
  private static final String RUNS = "a source may only be read";
  private static final String STATED = "what is read is stated beside the options";
  private static final Map<String, String> UNSAFE_OPTIONS =
      Map.ofEntries(
          Map.entry("ignorecorruptfiles", PASSES_OVER),
          Map.entry("ignoremissingfiles", PASSES_OVER),
          Map.entry("badrecordspath", PASSES_OVER),
          Map.entry("mode", PASSES_OVER),
          Map.entry("columnnameofcorruptrecord", PASSES_OVER),
          Map.entry("pathglobfilter", PICKS),
          Map.entry("modifiedbefore", PICKS),
          Map.entry("modifiedafter", PICKS),
          Map.entry("sessioninitstatement", RUNS),
          Map.entry("preparequery", RUNS),
          Map.entry("url", STATED),
          Map.entry("user", STATED),
          Map.entry("password", STATED),
          Map.entry("dbtable", STATED),
          Map.entry("query", STATED),
          Map.entry("path", STATED));

  private InputReader() {}

  /**
   * @param databases the databases of the source, by name
   */
  static Input read(Section input, Map<String, Database> databases) {
    boolean isDatabase = isDatabase(input);
    input.onlyKeys(keys(isDatabase).toArray(String[]::new));
    String format = input.oneOf("format", "csv", "json", "parquet", "delta", JDBC);
    Mode mode =
        input.oneOf("mode", "append", "snapshot").equals("append") ? Mode.APPEND : Mode.SNAPSHOT;
    boolean deletes = input.flag("deletes", false);
    if (deletes && mode == Mode.APPEND) {
      throw input.wrong(
          "deletes",
          "an appended input never holds all rows, so a missing one tells nothing",
          "drop deletes, or write mode: snapshot");
    }
    return new Input(
        format,
        isDatabase ? "" : input.text("path"),
        mode,
        arrival(input),
        deletes,
        input.flag("required", true),
        options(input.section("options")),
        input.has("columns") ? input.listOfTexts("columns") : List.of(),
        isDatabase ? Optional.of(ExtractReader.read(input, mode, databases)) : Optional.empty());
  }

  /** Whether a section says that the rows are in a database. */
  static boolean isDatabase(Section input) {
    return JDBC.equals(input.raw("format"));
  }

  private static List<String> keys(boolean isDatabase) {
    return isDatabase ? Stream.concat(KEYS.stream(), KEYS_OF_DATABASES.stream()).toList() : KEYS;
  }

  private static Map<String, String> options(Section options) {
    for (String key : options.texts().keySet()) {
      String why = UNSAFE_OPTIONS.get(key.toLowerCase(Locale.ROOT));
      if (why != null) {
        throw options.wrong(key, why, "drop it");
      }
    }
    for (String key : List.of("encoding", "charset")) {
      String encoding = options.texts().get(key);
      if (encoding != null && !isCharset(encoding)) {
        throw options.wrong(
            key, encoding + " is not an encoding", "write UTF-8, ISO-8859-1 or windows-1252");
      }
    }
    return options.texts();
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** First seen unless stated. */
  private static Arrival arrival(Section input) {
    if (!input.has("arrival")) {
      return new Arrival(ArrivalKind.FIRST_SEEN, null);
    }
    if (input.raw("arrival") instanceof Map) {
      Section column = input.section("arrival").onlyKeys("column");
      return new Arrival(ArrivalKind.COLUMN, column.text("column"));
    }
    String text = input.text("arrival");
    Matcher column = ARRIVAL_COLUMN.matcher(text);
    if (column.matches()) {
      return new Arrival(ArrivalKind.COLUMN, column.group(1));
    }
    return switch (text) {
      case "first_seen" -> new Arrival(ArrivalKind.FIRST_SEEN, null);
      case "event_time" -> new Arrival(ArrivalKind.EVENT_TIME, null);
      default ->
          throw input.wrong(
              "arrival", "its value is " + text, "write first_seen, event_time or {column: NAME}");
    };
  }
}
