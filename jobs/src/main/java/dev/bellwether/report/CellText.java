package dev.bellwether.report;

/** Texts of customers as cells of workbooks and CSV files can hold them. */
final class CellText {
  /** The most characters that a cell of a workbook holds. */
  private static final int LONGEST = 32_767;

  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private CellText() {}

  /** The text without what no workbook can hold: control characters, halves of characters. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(c -> c == '\t' || c == '\n' || !Character.isISOControl(c))
        .map(c -> isHalf(c) ? '\uFFFD' : c)
        .forEach(clean::appendCodePoint);
    return cut(clean.toString(), LONGEST);
  }

  private static boolean isHalf(int c) {
    return (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || (c >= 0xFFFE && c <= 0xFFFF);
  }

  /** The first so many UTF-16 units of a text, and no half of a character at its end. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
  }

  /**
   * The text as a spreadsheet that opens a CSV file shows it and never computes it: what could
   * begin a formula is preceded by an apostrophe.
   */
  static String guarded(String text) {
    String clean = clean(text);
    boolean couldCompute = beginsFormula(clean) || beginsFormula(clean.stripLeading());
    return couldCompute ? "'" + clean : clean;
  }

  private static boolean beginsFormula(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
  }
}
