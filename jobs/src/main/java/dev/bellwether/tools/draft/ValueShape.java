package dev.bellwether.tools.draft;

import java.util.List;
import java.util.regex.Pattern;

/** How texts write days or instants, and the SQL that reads them. */
enum DateShape {
  /** As Bellwether reads them; also what there is no better guess for. */
  ISO("\\d{4}-\\d{2}-\\d{2}.*", "{}", "{}"),
  DAY_FIRST(
      "\\d{1,2}/\\d{1,2}/\\d{4}",
      "try_to_date({}, 'd/M/yyyy')", "try_to_timestamp({}, 'd/M/yyyy')"),
  MONTH_FIRST(
      "\\d{1,2}/\\d{1,2}/\\d{4}",
      "try_to_date({}, 'M/d/yyyy')", "try_to_timestamp({}, 'M/d/yyyy')"),
  WITH_POINTS(
      "\\d{1,2}\\.\\d{1,2}\\.\\d{4}",
      "try_to_date({}, 'd.M.yyyy')", "try_to_timestamp({}, 'd.M.yyyy')"),
  COMPACT("\\d{8}", "try_to_date({}, 'yyyyMMdd')", "try_to_timestamp({}, 'yyyyMMdd')"),
  SECONDS(
      "\\d{10}",
      "timestamp_seconds(try_cast({} AS bigint))",
      "timestamp_seconds(try_cast({} AS bigint))"),
  MILLIS(
      "\\d{13}",
      "timestamp_millis(try_cast({} AS bigint))",
      "timestamp_millis(try_cast({} AS bigint))");

  private static final int MONTHS = 12;

  private final Pattern pattern;
  private final String day;
  private final String instant;

  DateShape(String pattern, String day, String instant) {
    this.pattern = Pattern.compile(pattern);
    this.day = day;
    this.instant = instant;
  }

  /** The shape that all the texts have; {@link #ISO} where none fits all. */
  static DateShape of(List<String> texts) {
    for (DateShape shape : values()) {
      if (!texts.isEmpty() && texts.stream().allMatch(t -> shape.pattern.matcher(t).matches())) {
        return shape == DAY_FIRST && isMonthFirst(texts) ? MONTH_FIRST : shape;
      }
    }
    return ISO;
  }

  /** Whether texts with slashes leave it open which number is the day. */
  static boolean isAmbiguous(List<String> texts) {
    DateShape shape = of(texts);
    return (shape == DAY_FIRST || shape == MONTH_FIRST)
        && texts.stream().allMatch(t -> number(t, 0) <= MONTHS && number(t, 1) <= MONTHS);
  }

  /** The SQL that reads a day, or an instant, of the column that {@code {}} stands for. */
  String formula(boolean isDay) {
    return isDay ? day : instant;
  }

  private static boolean isMonthFirst(List<String> texts) {
    return texts.stream().anyMatch(t -> number(t, 1) > MONTHS);
  }

  private static int number(String text, int place) {
    return Integer.parseInt(text.split("/", -1)[place]);
  }
}
