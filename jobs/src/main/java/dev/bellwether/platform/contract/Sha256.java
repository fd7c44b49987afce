package dev.bellwether.platform.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal digits. */
public final class Sha256 {
  private final MessageDigest digest;

  /** A hash of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The hash of a text. */
  public static String of(String text) {
    return new Sha256().add(text).finish();
  }

  /** Adds a text, in UTF-8. */
  public Sha256 add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds all bytes that are left of a stream. */
  public Sha256 add(InputStream bytes) throws IOException {
    byte[] part = new byte[1 << 16];
    for (int read = bytes.read(part); read >= 0; read = bytes.read(part)) {
      digest.update(part, 0, read);
    }
    return this;
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** The hash of what was added since the last call. */
  public String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
