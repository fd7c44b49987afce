package dev.bellwether.tools.draft;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** How a CSV file is written: what separates its columns, and its encoding. */
final class CsvShape {
  private static final int BYTES_LOOKED_AT = 1 << 16;
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  private CsvShape() {}

  /** The options that Spark's reader needs for the file. */
  static Map<String, String> options(Path file) {
    Map<String, String> options = new TreeMap<>();
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(BYTES_LOOKED_AT);
      boolean isUtf8 = isUtf8(bytes);
      String head =
          new String(bytes, isUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      char separator = separator(head.lines().findFirst().orElse(""));
      if (separator != ',') {
        options.put("sep", separator == '\t' ? "\\t" : String.valueOf(separator));
      }
      if (!isUtf8) {
        options.put("encoding", "windows-1252");
      }
    } catch (IOException e) {
      throw BellwetherException.data(file + " cannot be read", e.toString(), "check the file")
          .causedBy(e);
    }
    return options;
  }

  private static char separator(String header) {
    char best = ',';
    for (char some : SEPARATORS) {
      best = count(header, some) > count(header, best) ? some : best;
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** Whether bytes are UTF-8; a character may be cut at their end. */
  private static boolean isUtf8(byte[] bytes) {
    int end = bytes.length;
    for (int cut = 0; cut < 4 && end - cut >= 0; cut++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end - cut));
        return true;
      } catch (CharacterCodingException e) {
        // perhaps the last character is cut
      }
    }
    return false;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
