package dev.bellwether.tools.backtest;

import java.io.Serializable;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a column of a stranger's table is used as, by its cells.
 *
 * @param name the column
 * @param kind as what
 * @param reason why it is left out, null where it is used
 */
record ColumnUse(String name, Kind kind, String reason) implements Serializable {
  /** As what a column is used. */
  enum Kind {
    NUMBER,
    /** A number with a decimal comma. */
    NUMBER_WITH_COMMA,
    /** Yes or no, in words: a number, 1 or 0. */
    TRUTH,
    /** A day or an instant: a number of days. */
    DATE,
    CATEGORY,
    DROPPED
  }

  /** From so many rows on, a column of whole numbers that never repeats may number its rows. */
  private static final int ENOUGH_TO_TELL_IDS = 100;

  /** Numbers of rows lie close: amounts of money never repeat either, but lie far apart. */
  private static final double FURTHEST_APART = 3;

  /** A category with more levels may be a name for things. */
  private static final int FEW_LEVELS = 50;

  /** The share of filled cells that have to be of a kind; the others become unknown. */
  private static final double ALMOST_ALL = 0.99;

  private static final Pattern NAMED_LIKE_AN_ID =
      Pattern.compile("(?i:(^|[_ .-])(id|uuid|guid|key))$|[a-z](Id|ID|Uuid|Key)$");

  /**
   * Judges a column by its cells, or by a fair sample of them.
   *
   * @param rows how many rows the table has
   */
  static ColumnUse of(String name, List<Object> cells, long rows) {
    if (cells.stream().anyMatch(ColumnUse::isNested)) {
      return dropped(name, "it holds lists or documents, not single values");
    }
    List<Object> filled = cells.stream().filter(cell -> Cells.text(cell) != null).toList();
    if (filled.stream().allMatch(Cells::isUnknown)) {
      return dropped(name, "it is empty");
    }
    Map<String, Long> levels =
        filled.stream().collect(Collectors.groupingBy(Cells::text, Collectors.counting()));
    if (levels.size() == 1 && filled.size() == cells.size()) {
      return dropped(name, "it is the same in every row");
    }
    return ofVaried(name, filled, levels, (double) rows / cells.size());
  }

  private static ColumnUse ofVaried(
      String name, List<Object> filled, Map<String, Long> levels, double rowsPerCell) {
    if (filled.stream().noneMatch(cell -> Double.isNaN(Cells.truth(cell)))) {
      return new ColumnUse(name, Kind.TRUTH, null);
    }
    List<Object> known = filled.stream().filter(cell -> !Cells.isUnknown(cell)).toList();
    if (mostly(known, known.stream().filter(c -> !Double.isNaN(Cells.number(c))).count())) {
      return numbersRows(known, levels, rowsPerCell) || (named(name, levels) && isWhole(known))
          ? dropped(name, "it numbers the rows or what they are about (" + count(levels) + ")")
          : new ColumnUse(name, Kind.NUMBER, null);
    }
    if (known.stream().anyMatch(Cells::hasDecimalComma)
        && mostly(known, known.stream().filter(ColumnUse::isNumberWithComma).count())) {
      return new ColumnUse(name, Kind.NUMBER_WITH_COMMA, null);
    }
    if (mostly(known, known.stream().filter(c -> !Double.isNaN(Cells.days(c))).count())) {
      return new ColumnUse(name, Kind.DATE, null);
    }
    return category(name, filled, levels);
  }

  private static ColumnUse category(String name, List<Object> filled, Map<String, Long> levels) {
    boolean many = levels.size() > FEW_LEVELS;
    if (many && (levels.size() * 2 > filled.size() || named(name, levels))) {
      return dropped(name, "it names the rows or what they are about (" + count(levels) + ")");
    }
    boolean anyFrequent = levels.values().stream().anyMatch(n -> n * 100 >= filled.size());
    return many && !anyFrequent
        ? dropped(
            name, "none of its values is frequent enough to learn from (" + count(levels) + ")")
        : new ColumnUse(name, Kind.CATEGORY, null);
  }

  private static boolean named(String name, Map<String, Long> levels) {
    return levels.size() > FEW_LEVELS && NAMED_LIKE_AN_ID.matcher(name).find();
  }

  private static boolean numbersRows(
      List<Object> known, Map<String, Long> levels, double rowsPerCell) {
    DoubleSummaryStatistics numbers = known.stream().mapToDouble(Cells::number).summaryStatistics();
    return known.size() >= ENOUGH_TO_TELL_IDS
        && levels.size() >= known.size()
        && isWhole(known)
        && numbers.getMax() - numbers.getMin() < FURTHEST_APART * known.size() * rowsPerCell;
  }

  private static boolean isNumberWithComma(Object cell) {
    return !Double.isNaN(Cells.numberWithComma(cell));
  }

  private static boolean isWhole(List<Object> known) {
    return known.stream().mapToDouble(Cells::number).allMatch(value -> value == Math.rint(value));
  }

  private static boolean mostly(List<Object> known, long matching) {
    return matching >= ALMOST_ALL * known.size();
  }

  private static boolean isNested(Object cell) {
    return cell instanceof org.apache.spark.sql.Row
        || cell instanceof scala.collection.Iterable<?>
        || cell instanceof byte[];
  }

  private static String count(Map<String, Long> levels) {
    return levels.size() + " different values";
  }

  static ColumnUse dropped(String name, String reason) {
    return new ColumnUse(name, Kind.DROPPED, reason);
  }

  /** Whether the models see it as a number. */
  boolean isNumeric() {
    return kind != Kind.CATEGORY && kind != Kind.DROPPED;
  }

  /** The cell as a number; days before the time of its row where both are dates. */
  double number(Object cell, double daysOfRow) {
    return switch (kind) {
      case NUMBER -> Cells.number(cell);
      case NUMBER_WITH_COMMA -> Cells.numberWithComma(cell);
      case TRUTH -> Cells.truth(cell);
      case DATE -> Double.isNaN(daysOfRow) ? Cells.days(cell) : daysOfRow - Cells.days(cell);
      default -> throw new IllegalStateException(name + " is not a number");
    };
  }
}
