package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/** Kinds of files that are not tables of text, but are taken for one, by their first bytes. */
enum FileKind {
  ZIP(
      "it is a ZIP archive or a workbook (such as xlsx)",
      "unpack it, or save the sheet as CSV",
      'P',
      'K',
      3,
      4),
  WORKBOOK("it is an old workbook (xls)", "save the sheet as CSV", 0xD0, 0xCF, 0x11, 0xE0),
  GZIP("it is compressed by gzip, but not named so", "name it with .gz at the end", 0x1F, 0x8B),
  UTF_16_LE("its text is in UTF-16", "save it as UTF-8", 0xFF, 0xFE),
  UTF_16_BE("its text is in UTF-16", "save it as UTF-8", 0xFE, 0xFF);

  private final String why;
  private final String fix;

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final byte[] first;

  FileKind(String why, String fix, int... first) {
    this.why = why;
    this.fix = fix;
    this.first = new byte[first.length];
    for (int i = 0; i < first.length; i++) {
      this.first[i] = (byte) first[i];
    }
  }

  /** Fails when a file is of one of these kinds. */
  static void requireTable(Path file, byte[] start) {
    for (FileKind kind : values()) {
      if (start.length >= kind.first.length
          && Arrays.equals(Arrays.copyOf(start, kind.first.length), kind.first)) {
        throw BellwetherException.data(file + " cannot be read as a table", kind.why, kind.fix);
      }
    }
  }
}
