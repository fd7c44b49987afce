package dev.bellwether.tools.whatif;

import java.util.Locale;

/**
 * What is known of a number: it lies from {@code low} to {@code high}.
 *
 * @param low at most {@code high}
 */
public record Range(double low, double high) {

  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException("from " + low + " to " + high + " is no range");
    }
  }

  /** A number that is known. */
  static Range of(double value) {
    return new Range(value, value);
  }

  /**
   * A range as people write it: {@code 10-50}, or one number.
   *
   * @throws IllegalArgumentException when it is none, or below 0
   */
  public static Range parse(String text) {
    String[] ends = text.strip().split("-", -1);
    if (ends.length > 2) {
      throw new IllegalArgumentException(text + " has more than two ends");
    }
    double low = Double.parseDouble(ends[0].strip());
    double high = Double.parseDouble(ends[ends.length - 1].strip());
    if (!Double.isFinite(low) || !Double.isFinite(high) || low < 0) {
      throw new IllegalArgumentException(text + " is no range of amounts");
    }
    return new Range(low, high);
  }

  Range plus(Range other) {
    return new Range(low + other.low, high + other.high);
  }

  Range minus(Range other) {
    return new Range(low - other.high, high - other.low);
  }

  /** The product with a range of numbers that are not negative. */
  Range times(Range other) {
    return new Range(Math.min(low * other.low, low * other.high), high * other.high);
  }

  Range times(double factor) {
    return new Range(low * factor, high * factor);
  }

  String text(String format) {
    String from = String.format(Locale.ROOT, format, low);
    return low == high ? from : from + " to " + String.format(Locale.ROOT, format, high);
  }
}
