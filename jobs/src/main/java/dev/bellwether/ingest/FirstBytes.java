package dev.bellwether.ingest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** What a text file begins with, unpacked if its name says that it is packed. */
final class FirstBytes {
  private static final int LOOKED_AT = 4096;

  private final byte[] bytes;

  private FirstBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The first bytes of a file.
   *
   * @throws BellwetherException when it cannot be read, or is packed though its name does not say
   */
  static FirstBytes of(Configuration hadoop, RawFile file) {
    try (InputStream in = open(hadoop, file)) {
      FirstBytes first = new FirstBytes(in.readNBytes(LOOKED_AT));
      if (first.startsWith('P', 'K', 3, 4)) {
        throw notText(file, "it is a ZIP archive or an Excel workbook", "export it as CSV or JSON");
      }
      if (first.startsWith(0x1f, 0x8b)) {
        throw notText(file, "it is packed by gzip", "give it a name that ends in .gz");
      }
      return first;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The bytes of a file, unpacked if its name says that it is packed. */
  static InputStream open(Configuration hadoop, RawFile file) throws IOException {
    Path path = new Path(file.path());
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    InputStream bytes = path.getFileSystem(hadoop).open(path);
    return codec == null ? bytes : codec.createInputStream(bytes);
  }

  static BellwetherException unreadable(RawFile file, Exception e) {
    return BellwetherException.data(
            file.path() + " cannot be read",
            String.valueOf(e.getMessage()),
            "the file may be cut: deliver it again, or remove it; and check the options sep, quote"
                + " and encoding of its input")
        .causedBy(e);
  }

  /**
   * The encoding by a byte order mark of UTF-16, or by plain letters that are two bytes each; none
   * for all others.
   */
  Optional<Charset> utf16() {
    if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    if (isPlain(0) && isPlain(2) && startsWith(bytes[0], 0, bytes[2], 0)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return isPlain(1) && isPlain(3) && startsWith(0, bytes[1], 0, bytes[3])
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }

  private boolean isPlain(int at) {
    return at < bytes.length && bytes[at] >= ' ';
  }

  /** The first byte that is neither a blank nor part of a byte order mark; 0 if there is none. */
  char firstCharacter() {
    for (byte some : bytes) {
      if (some > ' ') {
        return (char) some;
      }
    }
    return 0;
  }

  private boolean startsWith(int... first) {
    for (int i = 0; i < first.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static BellwetherException notText(RawFile file, String why, String fix) {
    return BellwetherException.data(file.path() + " is not a text file", why, fix);
  }
}
