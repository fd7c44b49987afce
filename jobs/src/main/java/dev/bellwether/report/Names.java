package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.text.Bidi;

/** What an account is called on pages and in mails. */
final class Names {
  /** More of a name than this reads badly within a sentence; lists show all of it. */
  private static final int LONGEST_IN_A_SENTENCE = 60;

  private static final String ISOLATE = "\u2068";
  private static final String END_OF_ISOLATE = "\u2069";

  private Names() {}

  /** Its name; its id where it has none. */
  static String of(TableRow row) {
    return row.text("account_name")
        .filter(name -> !name.isBlank())
        .orElseGet(() -> row.required("account_id"));
  }

  /** The same, short, and so that a name written from right to left keeps the words around it. */
  static String inSentence(TableRow row) {
    String name = of(row);
    String cut =
        name.length() > LONGEST_IN_A_SENTENCE
            ? CellText.cut(name, LONGEST_IN_A_SENTENCE - 1).strip() + "…"
            : name;
    boolean isBothWays = Bidi.requiresBidi(cut.toCharArray(), 0, cut.length());
    return isBothWays ? ISOLATE + cut + END_OF_ISOLATE : cut;
  }
}
