package dev.bellwether.tools.show;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rows as text, laid out as Spark's own {@code Dataset.show} does.
 *
 * @param names the names of the columns
 * @param rows a text for each column of each row
 * @param hasMore whether there are rows beyond these
 */
record TextTable(List<String> names, List<List<String>> rows, boolean hasMore) {
  private static final int NARROWEST = 3;
  private static final int WIDEST_CELL = 80;
  private static final String CUT = "...";
  private static final List<List<String>> ESCAPED =
      List.of(
          List.of("\n", "\\n"),
          List.of("\r", "\\r"),
          List.of("\t", "\\t"),
          List.of("\f", "\\f"),
          List.of("\b", "\\b"),
          List.of("\u000B", "\\v"),
          List.of("\u0007", "\\a"));

  /** Characters that a terminal draws twice as wide as a Latin letter. */
  private static final Pattern WIDE =
      Pattern.compile(
          "[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60"
              + "\uFFE0-\uFFE6]");

  TextTable {
    names = names.stream().map(TextTable::escaped).toList();
    rows = rows.stream().map(row -> row.stream().map(TextTable::cell).toList()).toList();
  }

  /** A line for each row, under a line of the columns' names. */
  String lines() {
    List<Integer> widths = columnWidths();
    String rule = "+" + String.join("+", widths.stream().map("-"::repeat).toList()) + "+\n";
    StringBuilder text = new StringBuilder(rule).append(line(names, widths)).append(rule);
    rows.forEach(row -> text.append(line(row, widths)));
    return text.append(rule).append(more()).toString();
  }

  /** A line for each value, in a block for each row. */
  String blocks() {
    int nameWidth = widest(names.stream());
    int valueWidth = widest(rows.stream().flatMap(List::stream));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      String head = "-RECORD " + i;
      int rest = nameWidth + valueWidth + 5 - head.length();
      text.append(head).append("-".repeat(Math.max(0, rest))).append('\n');
      for (int j = 0; j < names.size(); j++) {
        text.append(' ')
            .append(padded(names.get(j), nameWidth, false))
            .append(" | ")
            .append(padded(rows.get(i).get(j), valueWidth, false))
            .append(" \n");
      }
    }
    return text.append(rows.isEmpty() ? "(0 rows)\n" : more()).toString();
  }

  private String more() {
    return hasMore
        ? "only showing top " + rows.size() + (rows.size() == 1 ? " row\n" : " rows\n")
        : "";
  }

  private List<Integer> columnWidths() {
    return Stream.iterate(0, i -> i + 1)
        .limit(names.size())
        .map(i -> widest(Stream.concat(Stream.of(names.get(i)), rows.stream().map(r -> r.get(i)))))
        .toList();
  }

  private static int widest(Stream<String> texts) {
    return Math.max(NARROWEST, texts.mapToInt(TextTable::width).max().orElse(NARROWEST));
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append('|').append(padded(cells.get(i), widths.get(i), true));
    }
    return line.append("|\n").toString();
  }

  private static String padded(String text, int width, boolean toTheRight) {
    String padding = String.join("", Collections.nCopies(width - width(text), " "));
    return toTheRight ? padding + text : text + padding;
  }

  private static int width(String text) {
    return text.length() + (int) WIDE.matcher(text).results().count();
  }

  private static String cell(String text) {
    String shown = escaped(text);
    return shown.length() > WIDEST_CELL
        ? shown.substring(0, WIDEST_CELL - CUT.length()) + CUT
        : shown;
  }

  private static String escaped(String text) {
    String shown = text;
    for (List<String> escape : ESCAPED) {
      shown = shown.replace(escape.get(0), escape.get(1));
    }
    return shown;
  }
}
