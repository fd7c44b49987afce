package dev.bellwether.tools.draft;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what was drafted as a {@code source.yaml}: what is sure as YAML, the rest as comments. */
final class SourceYaml {
  private final String name;
  private final List<String> origin;
  private final List<TableDraft> tables;

  /**
   * @param origin the lines that say where the inputs are
   */
  SourceYaml(String name, List<String> origin, List<TableDraft> tables) {
    this.name = name;
    this.origin = origin;
    this.tables = tables;
  }

  static List<String> ofFolder(Path folder) {
    return List.of("path: " + quoted(folder.toAbsolutePath().normalize().toString()));
  }

  static List<String> ofDatabase(
      Extract.Database database, String userVariable, String passwordVariable) {
    List<String> lines = new ArrayList<>(List.of("databases:", "  " + database.name() + ":"));
    lines.add("    url: " + quoted(database.url()));
    if (userVariable != null) {
      lines.add("    user: \"${env:" + userVariable + "}\"");
    }
    if (passwordVariable != null) {
      lines.add("    password: \"${env:" + passwordVariable + "}\"");
    }
    return lines;
  }

  /** What a column is asked, in a line. */
  static String asked(TableDraft.Question question) {
    String raws = String.join(", ", question.mapped().raws());
    return oneLine(
        question.mapped().column()
            + " from "
            + raws
            + ": "
            + question.text().replaceAll("[?]$", "")
            + "?");
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# A draft made from names and values. What is sure enough to run is mapped; what may mean something else is a");
    lines.add(
        "# comment with a question (?). Read it, answer, then run  ./bellwether source check "
            + name);
    lines.add("name: " + name);
    lines.addAll(origin);
    lines.addAll(settings());
    lines.add("");
    lines.add("inputs:");
    usedInputs().forEach(input -> lines.addAll(inputLines(input)));
    lines.add("");
    lines.add("tables:");
    tables.forEach(draft -> lines.addAll(tableLines(draft)));
    return String.join("\n", lines) + "\n";
  }

  /** Without bills and surveys the default scorecard knows too little of any account. */
  private List<String> settings() {
    boolean isOfProductAndSupport =
        isUsed("usage_events") && isUsed("tickets") && !isUsed("invoices") && !isUsed("surveys");
    return isOfProductAndSupport
        ? List.of(
            "settings:",
            "  health: {scorecard: product_and_support}    # there are neither invoices nor surveys")
        : List.of();
  }

  private boolean isUsed(String table) {
    return usable().stream().anyMatch(draft -> draft.table().equals(table));
  }

  private List<TableDraft> usable() {
    return tables.stream().filter(TableDraft::isUsable).toList();
  }

  private List<RawInput> usedInputs() {
    return usable().stream()
        .flatMap(
            draft ->
                Stream.concat(
                    Stream.of(draft.input()), draft.link().map(TableDraft.Link::input).stream()))
        .distinct()
        .toList();
  }

  private List<String> inputLines(RawInput input) {
    List<String> lines = new ArrayList<>();
    boolean isTable = input.format().equals("jdbc");
    lines.add("  " + input.name() + ":");
    lines.add("    format: " + input.format());
    lines.add((isTable ? "    table: " : "    path: ") + quoted(input.path()));
    lines.add("    " + mode(input, isTable));
    lines.add(
        arrival(input)
            .map(
                column ->
                    "    arrival: {column: "
                        + column
                        + "}    # taken: known from that day on. Booked later? Then first_seen")
            .orElse(
                "    # arrival: first_seen, the default: nothing is known before the first night"));
    if (!input.options().isEmpty()) {
      lines.add("    options: " + flow(input.options()));
    }
    return lines;
  }

  private static String mode(RawInput input, boolean isTable) {
    if (input.mode() == Source.Mode.APPEND) {
      return "mode: append      # files are added; a file that is replaced by a newer one: snapshot";
    }
    return isTable
        ? "mode: snapshot    # read whole each night; rows that are only added: append, and watermark: {column: …, overlap: 2h}"
        : "mode: snapshot    # the file holds all rows each time; files that are added: append";
  }

  /** A column by which rows arrive, if each table that the input feeds has it. */
  private Optional<String> arrival(RawInput input) {
    List<Optional<String>> made =
        usable().stream()
            .filter(draft -> draft.input().equals(input))
            .map(TableDraft::madeOn)
            .distinct()
            .toList();
    return made.size() == 1 ? made.get(0) : Optional.empty();
  }

  private static List<String> tableLines(TableDraft draft) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + draft.table() + ":");
    draft.doubts().forEach(doubt -> lines.add("    # look at " + oneLine(doubt)));
    if (!draft.unused().isEmpty()) {
      lines.add("    # nothing is made of: " + oneLine(String.join(", ", draft.unused())));
    }
    lines.add("    from: " + draft.input().name());
    lines.add("    select: |");
    select(draft).forEach(line -> lines.add("      " + line));
    return draft.isUsable() ? lines : asComment(draft, lines);
  }

  private static List<String> select(TableDraft draft) {
    String before = draft.link().isPresent() ? draft.input().name() + "." : "";
    List<String> lines = new ArrayList<>(List.of("SELECT"));
    List<String> items = new ArrayList<>();
    draft.link().ifPresent(link -> items.add("  " + account(link)));
    draft
        .columns()
        .values()
        .forEach(mapped -> items.add("  " + mapped.selected(before, draft.columns())));
    lines.addAll(List.of(String.join(",\n", items).split("\n", -1)));
    Map<String, Mapped> all = new LinkedHashMap<>(draft.columns());
    draft.questions().forEach(question -> all.put(question.mapped().column(), question.mapped()));
    for (TableDraft.Question question : draft.questions()) {
      lines.add("  -- ? " + asked(question));
      lines.add("  -- , " + oneLine(question.mapped().selected(before, all)));
    }
    lines.add("FROM " + draft.input().name() + draft.link().map(l -> join(draft, l)).orElse(""));
    return lines;
  }

  private static String account(TableDraft.Link link) {
    return link.account().selected(link.input().name() + ".", Map.of());
  }

  private static String join(TableDraft draft, TableDraft.Link link) {
    String other = link.input().name();
    return " LEFT JOIN "
        + other
        + " ON "
        + draft.input().name()
        + "."
        + Mapped.quoted(link.raw())
        + " = "
        + other
        + "."
        + Mapped.quoted(link.key());
  }

  private static List<String> asComment(TableDraft draft, List<String> lines) {
    String input = draft.input().name();
    List<String> comment = new ArrayList<>();
    comment.add(
        draft.isNamed()
            ? "  # lacks "
                + String.join(", ", draft.lacking())
                + ": answer or join what holds it, then take the # away"
            : "  # ? does "
                + input
                + " hold "
                + draft.table()
                + "? Its name does not say. If so, take the # away");
    lines.forEach(line -> comment.add("  # " + line.substring(2)));
    return comment;
  }

  private static String flow(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + ": \"" + option.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R+", " ");
  }

  /** A text as YAML takes it, whatever is in it. */
  private static String quoted(String value) {
    return Json.line(value);
  }
}
