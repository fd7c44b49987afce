package dev.bellwether.platform.config;

import java.util.regex.Pattern;

/** Reads numbers as people write them: no NaN, no infinity, no type suffix. */
final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private Numbers() {}

  /**
   * A finite number.
   *
   * @throws NumberFormatException when the text is none
   */
  static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new NumberFormatException(text);
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
