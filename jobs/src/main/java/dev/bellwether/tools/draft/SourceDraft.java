package dev.bellwether.tools.draft;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** A source's mapping as far as its files suggest one: a {@code source.yaml} that runs. */
public final class SourceDraft {
  private final String name;
  private final Path folder;
  private final RawInputs.Found found;
  private final List<TableDraft> tables;
  private final List<String> missing;

  private SourceDraft(
      String name,
      Path folder,
      RawInputs.Found found,
      List<TableDraft> tables,
      List<String> missing) {
    this.name = name;
    this.folder = folder;
    this.found = found;
    this.tables = tables;
    this.missing = missing;
  }

  /**
   * Looks at the files of a folder.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when the folder cannot be read
   */
  public static SourceDraft of(SparkSession spark, String name, Path folder) {
    RawInputs.Found found = new RawInputs(spark, folder).find();
    List<TableDraft> tables = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String table : SourceWords.byTable().keySet()) {
      TableDraft.best(table, found.inputs()).ifPresentOrElse(tables::add, () -> missing.add(table));
    }
    return new SourceDraft(name, folder, found, tables, missing);
  }

  /** What was guessed and what was not, in lines for people. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (TableDraft draft : tables) {
      String what = draft.table() + " from " + draft.input().path();
      lines.add(
          draft.lacking().isEmpty()
              ? what + ": " + draft.columns().size() + " columns"
              : what + ": left out, since it lacks " + String.join(", ", draft.lacking()));
      draft.doubts().forEach(doubt -> lines.add("  ? " + doubt));
    }
    unusedInputs().forEach(input -> lines.add(input.path() + ": nothing was made of it"));
    found.leftOut().forEach((file, why) -> lines.add(file + ": left out (" + why + ")"));
    if (!missing.isEmpty()) {
      lines.add("nothing was found for " + String.join(", ", missing));
    }
    return lines;
  }

  /** Whether it feeds what a source must: accounts and subscriptions, or tickets alone. */
  public boolean isRunnable() {
    List<String> fed = usable().stream().map(TableDraft::table).toList();
    return fed.containsAll(List.of("accounts", "subscriptions"))
        || (fed.contains("tickets") && !fed.contains("subscriptions"));
  }

  /** The text of {@code source.yaml}. */
  public String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# A draft made from the names and first values of the files. What is guessed is only a guess: read it, then");
    lines.add("# run  ./bellwether source check " + name);
    lines.add("name: " + name);
    lines.add("path: " + text(folder.toAbsolutePath().normalize().toString()));
    lines.add("");
    lines.add("inputs:");
    usedInputs().forEach(input -> lines.addAll(inputLines(input)));
    lines.add("");
    lines.add("tables:");
    tables.forEach(draft -> lines.addAll(tableLines(draft)));
    return String.join("\n", lines) + "\n";
  }

  private List<TableDraft> usable() {
    return tables.stream().filter(draft -> draft.lacking().isEmpty()).toList();
  }

  private List<RawInput> usedInputs() {
    return found.inputs().stream()
        .filter(input -> usable().stream().anyMatch(d -> d.input().equals(input)))
        .toList();
  }

  private List<RawInput> unusedInputs() {
    return found.inputs().stream()
        .filter(input -> tables.stream().noneMatch(d -> d.input().equals(input)))
        .toList();
  }

  private List<String> inputLines(RawInput input) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + input.name() + ":");
    lines.add("    format: " + input.format());
    lines.add("    path: " + text(input.path()));
    lines.add(
        input.mode() == Source.Mode.APPEND
            ? "    mode: append      # files are added; a file that is replaced by a newer one: snapshot"
            : "    mode: snapshot    # the file holds all rows each time; files that are added: append");
    arrival(input)
        .ifPresentOrElse(
            column ->
                lines.add(
                    "    arrival: {column: "
                        + column
                        + "}    # guessed: known from that day on; booked later? first_seen"),
            () ->
                lines.add(
                    "    # arrival: first_seen, the default: nothing is known before the first night"));
    if (!input.options().isEmpty()) {
      lines.add("    options: " + flow(input.options()));
    }
    return lines;
  }

  /** A column by which rows arrive, if each table that the input feeds has it. */
  private Optional<String> arrival(RawInput input) {
    List<Optional<String>> made =
        usable().stream()
            .filter(d -> d.input().equals(input))
            .map(TableDraft::madeOn)
            .distinct()
            .toList();
    return made.size() == 1 ? made.get(0) : Optional.empty();
  }

  private static List<String> tableLines(TableDraft draft) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + draft.table() + ":");
    draft.doubts().forEach(doubt -> lines.add("    # decide: " + doubt));
    if (!draft.unused().isEmpty()) {
      lines.add("    # nothing is made of: " + oneLine(String.join(", ", draft.unused())));
    }
    lines.add("    from: " + draft.input().name());
    lines.add("    select: |");
    String columns =
        draft.columns().entrySet().stream()
            .map(column -> selected(column.getKey(), column.getValue()))
            .collect(Collectors.joining(",\n"));
    lines.add("      SELECT");
    columns.lines().forEach(line -> lines.add("        " + line));
    lines.add("      FROM " + draft.input().name());
    if (draft.lacking().isEmpty()) {
      return lines;
    }
    List<String> asComment = new ArrayList<>();
    asComment.add(
        "  # lacks "
            + String.join(", ", draft.lacking())
            + ": join or name what holds it, then take the # away");
    lines.forEach(line -> asComment.add("  # " + line.substring(2)));
    return asComment;
  }

  private static String selected(String name, String formula) {
    return formula.equals(name) ? name : formula + " AS " + name;
  }

  private static String flow(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + ": \"" + option.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n]+", " ");
  }

  /** A text as YAML takes it, whatever is in it. */
  private static String text(String value) {
    return Json.line(value);
  }
}
