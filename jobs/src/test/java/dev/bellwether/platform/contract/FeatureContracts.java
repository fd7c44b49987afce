package dev.bellwether.platform.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract of account_features with a change, for tests of what asks it. */
public final class FeatureContracts {
  private static final String PATH = "features/account_features.yaml";

  private FeatureContracts() {}

  /** The contract with one more column, in YAML, before those of its usage. */
  public static Contract withColumn(String column) {
    return changed("      - name: active_users_7d\n", column + "      - name: active_users_7d\n");
  }

  /** The contract with a text of its file in the place of another. */
  public static Contract changed(String text, String other) {
    String yaml = yaml();
    if (!yaml.contains(text)) {
      throw new IllegalArgumentException("not in " + PATH + ": " + text);
    }
    return ContractReader.read(PATH, yaml.replace(text, other));
  }

  private static String yaml() {
    try {
      return Files.readString(Path.of("..", "schemas", PATH));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
