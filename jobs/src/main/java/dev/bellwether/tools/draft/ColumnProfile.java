package dev.bellwether.tools.draft;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the values of a raw column look like.
 *
 * @param name the column's name in the file
 * @param rows rows looked at
 * @param filled rows with a value: neither null nor blank
 * @param distinct different values; a sketch's estimate beyond a few thousand
 * @param isKey whether each row has a value that no other row has
 * @param shapes how many values look like what
 * @param numbers the least and the greatest number
 * @param days the first and the last day
 * @param slashes what the numbers of days with slashes go up to
 * @param commonest the commonest values, at most {@value #COMMONEST}
 */
record ColumnProfile(
    String name,
    long rows,
    long filled,
    long distinct,
    boolean isKey,
    Map<ValueShape, Long> shapes,
    Range<BigDecimal> numbers,
    Range<LocalDate> days,
    Slashes slashes,
    List<String> commonest) {
  static final int COMMONEST = 20;
  private static final int MONTHS = 12;

  /** The least and the greatest of some values, both null where there is none. */
  record Range<T>(T least, T greatest) {}

  /**
   * What the numbers of days with slashes go up to, null where there are none.
   *
   * @param first the greatest first number
   * @param second the greatest second number
   */
  record Slashes(Integer first, Integer second) {
    /** Whether the first number can only be the day. */
    boolean areDayFirst() {
      return first != null && first > MONTHS && second <= MONTHS;
    }

    /** Whether the first number can only be the month. */
    boolean areMonthFirst() {
      return first != null && second > MONTHS && first <= MONTHS;
    }
  }

  boolean isEmpty() {
    return filled == 0;
  }

  /** The share of values whose shape is one of those; 0 where there is no value. */
  double share(Predicate<ValueShape> wanted) {
    long such =
        shapes.entrySet().stream()
            .filter(shape -> wanted.test(shape.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return isEmpty() ? 0 : such / (double) filled;
  }

  /** What most values look like; a text where there is none. */
  ValueShape shape() {
    if (!isEmpty() && share(ValueShape::isNumber) == 1 && share(ValueShape::isDate) < 1) {
      return share(ValueShape::isWhole) == 1 ? ValueShape.WHOLE : ValueShape.DECIMAL;
    }
    return shapes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(ValueShape.TEXT);
  }

  /** Whether all different values are among the commonest. */
  boolean isEnumerated() {
    return distinct <= commonest.size();
  }
}
