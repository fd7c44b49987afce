package dev.bellwether.tools.backtest;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads single cells of a stranger's table, whatever format it came in. */
final class Cells {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final Set<String> MISSING = Set.of("na", "n/a", "nan", "null", "?");
  private static final Set<String> NO_NUMBER =
      Set.of("none", "-", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

  /** Beyond this, a number is an error of whoever made it, and more than models can hold. */
  private static final double ABSURD = 1e30;

  /** Years of dates that are written as numbers. */
  private static final double FIRST_YEAR = 1900;

  private static final double LAST_YEAR = 2200;

  /** A comma and the three digits after it. */
  private static final int LENGTH_OF_THOUSANDS = 4;

  private static final Pattern WITH_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
  private static final Set<String> YES = Set.of("true", "yes", "y", "t");
  private static final Set<String> NO = Set.of("false", "no", "n", "f");

  private Cells() {}

  /** The cell as text without surrounding spaces; null where it is blank. */
  static String text(Object cell) {
    String text = cell == null ? "" : cell.toString().strip();
    return text.isEmpty() ? null : text;
  }

  /** Whether a cell is blank, or a word that nearly always stands for that. */
  static boolean isMissing(Object cell) {
    String text = text(cell);
    return text == null || MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether a cell holds nothing that could be a number: missing, unlimited, or absurd. */
  static boolean isUnknown(Object cell) {
    return isMissing(cell)
        || NO_NUMBER.contains(text(cell).toLowerCase(Locale.ROOT))
        || Math.abs(raw(cell)) > ABSURD;
  }

  /** The cell as a number, truth as 1 or 0; NaN where it is none. */
  static double number(Object cell) {
    double number = raw(cell);
    return Math.abs(number) > ABSURD ? Double.NaN : number;
  }

  private static double raw(Object cell) {
    if (cell instanceof Number number) {
      return number.doubleValue();
    }
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    String text = text(cell);
    return text == null || cell instanceof Date || cell instanceof Timestamp
        ? Double.NaN
        : parsed(text);
  }

  private static double parsed(String text) {
    char last = text.charAt(text.length() - 1);
    if (!Character.isDigit(last) && last != '.') {
      // Java would read "12f" and "Infinity" as numbers, too
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Whether a cell can only be a number with a decimal comma: 1,234 may be a thousand and more. */
  static boolean hasDecimalComma(Object cell) {
    String text = text(cell);
    return text != null
        && WITH_COMMA.matcher(text).matches()
        && text.length() - text.indexOf(',') != LENGTH_OF_THOUSANDS;
  }

  /** The cell as a number with a decimal comma, such as 12,5; NaN where it is none. */
  static double numberWithComma(Object cell) {
    String text = text(cell);
    return text != null && WITH_COMMA.matcher(text).matches()
        ? number(text.replace(',', '.'))
        : number(cell);
  }

  /** Yes as 1 and no as 0, in their usual spellings; NaN for anything else. */
  static double truth(Object cell) {
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    String word = text(cell) == null ? "" : text(cell).toLowerCase(Locale.ROOT);
    return YES.contains(word) ? 1 : NO.contains(word) ? 0 : Double.NaN;
  }

  /** The cell as days since 1970 when it is a date or an instant (ISO 8601); NaN for others. */
  static double days(Object cell) {
    if (cell instanceof Date date) {
      return date.toLocalDate().toEpochDay();
    }
    if (cell instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (cell instanceof Timestamp || cell instanceof Instant || cell instanceof LocalDateTime) {
      return seconds(cell) / SECONDS_PER_DAY;
    }
    return cell instanceof String && text(cell) != null ? isoDays(text(cell)) : Double.NaN;
  }

  /** Days since 1970 of a month or a day as a number, 202401 or 20240131; NaN for others. */
  static double numberedDate(Object cell) {
    double number = number(cell);
    if (number != Math.rint(number)) {
      return Double.NaN;
    }
    boolean isMonth = number >= FIRST_YEAR * 100 && number < (LAST_YEAR + 1) * 100;
    boolean isDay = number >= FIRST_YEAR * 10_000 && number < (LAST_YEAR + 1) * 10_000;
    int day = (int) (isMonth ? number * 100 + 1 : number);
    try {
      return isMonth || isDay
          ? LocalDate.of(day / 10_000, day / 100 % 100, day % 100).toEpochDay()
          : Double.NaN;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static double seconds(Object cell) {
    if (cell instanceof LocalDateTime local) {
      return local.toEpochSecond(ZoneOffset.UTC);
    }
    Instant instant = cell instanceof Timestamp stamp ? stamp.toInstant() : (Instant) cell;
    return instant.getEpochSecond();
  }

  private static double isoDays(String text) {
    if (text.length() < 7 || text.charAt(4) != '-') {
      return Double.NaN;
    }
    try {
      if (text.length() == 7) {
        return LocalDate.parse(text + "-01").toEpochDay();
      }
      return text.length() == 10
          ? LocalDate.parse(text).toEpochDay()
          : instant(text.replace(' ', 'T')).getEpochSecond() / SECONDS_PER_DAY;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static Instant instant(String text) {
    int time = text.indexOf('T');
    boolean hasOffset =
        text.endsWith("Z") || text.lastIndexOf('+') > time || text.lastIndexOf('-') > time;
    return hasOffset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
