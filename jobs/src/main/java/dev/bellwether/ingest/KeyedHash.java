package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Replaces a person's id by a 64-bit keyed hash: the first eight bytes of HMAC-SHA-256 (RFC 2104).
 *
 * <p>The key travels inside the function, never in a SQL expression, so no query plan shows it.
 */
final class KeyedHash implements UDF1<String, Long> {
  static final int SHORTEST_KEY = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /** People whose hashes are kept: a file tells of the same ones again and again. */
  private static final int MOST_KNOWN = 100_000;

  private final Secret key;
  private transient Mac mac;
  private transient Map<String, Long> known;

  private KeyedHash(Secret key) {
    this.key = key;
  }

  /**
   * The function, from text to long; null stays null.
   *
   * @throws BellwetherException when no key is set
   */
  static UserDefinedFunction with(Secret key) {
    if (!key.isSet()) {
      throw BellwetherException.configuration(
          "privacy.hash_key is not set",
          "the source has user ids, which are kept only as keyed hashes",
          "export BELLWETHER_HASH_KEY with a long random text, and keep it: another key means"
              + " other users");
    }
    if (key.value().length() < SHORTEST_KEY) {
      throw BellwetherException.configuration(
          "privacy.hash_key is too short",
          "it has "
              + key.value().length()
              + " characters; short keys are guessed, and with them the ids that they hide",
          "export BELLWETHER_HASH_KEY with at least "
              + SHORTEST_KEY
              + " random characters, such as: openssl rand -hex 32");
    }
    return functions.udf(new KeyedHash(key), DataTypes.LongType);
  }

  /** The hash of one id. */
  static long of(Secret key, String id) {
    with(key);
    return new KeyedHash(key).hash(id);
  }

  /** Writes one text after another as {@link #of(Secret, Column)} does; none of them is kept. */
  static UnaryOperator<String> inHex(Secret key) {
    with(key);
    KeyedHash hash = new KeyedHash(key);
    return text -> Long.toHexString(hash.hash(text)).toUpperCase(Locale.ROOT);
  }

  /** The same of a text that may hold anything; nothing where no key is set. */
  static Column of(Secret key, Column text) {
    return key.isSet() ? hex(with(key).apply(text)) : lit(null).cast("string");
  }

  @Override
  public Long call(String id) {
    if (id == null) {
      return null;
    }
    if (known == null) {
      known = new HashMap<>();
    }
    Long hash = known.get(id);
    if (hash == null) {
      hash = hash(id);
      if (known.size() == MOST_KNOWN) {
        known.clear();
      }
      known.put(id, hash);
    }
    return hash;
  }

  private long hash(String id) {
    return ByteBuffer.wrap(mac().doFinal(id.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  private Mac mac() {
    if (mac == null) {
      try {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a JDK without " + ALGORITHM, e);
      }
    }
    return mac;
  }
}
