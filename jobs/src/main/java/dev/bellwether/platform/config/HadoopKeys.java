package dev.bellwether.platform.config;

import java.util.List;

/**
 * The group of settings {@code spark.hadoop.KEY}: how stores of files are reached, in Hadoop's own
 * keys. It is open, since each store has its own; what such a key means is Hadoop's affair.
 */
final class HadoopKeys {
  static final String GROUP = "spark.hadoop";
  static final String EXAMPLE = GROUP + ".fs.s3a.endpoint";

  private static final String PREFIX = GROUP + ".";

  /** What the keys of secrets hold, in the stores of Amazon, Microsoft and Google. */
  private static final List<String> SECRETS =
      List.of("secret", "password", "token", "access.key", "account.key", "private.key");

  private HadoopKeys() {}

  /** Whether a key is one of the group. */
  static boolean has(String key) {
    return key.startsWith(PREFIX) && key.length() > PREFIX.length();
  }

  /** The setting of a key of the group; it has no environment variable. */
  static Setting<Secret> setting(String key) {
    boolean isSecret = SECRETS.stream().anyMatch(key::contains);
    String allowed =
        isSecret ? "${env:NAME}, which names the environment variable that holds it" : "a text";
    return new Setting<>(key, "", allowed, isSecret, Secret::new);
  }

  /** A key as Hadoop knows it. */
  static String ofHadoop(String key) {
    return key.substring(PREFIX.length());
  }
}
