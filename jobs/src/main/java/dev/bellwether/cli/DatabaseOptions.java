package dev.bellwether.cli;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.errors.BellwetherException;
import picocli.CommandLine.Option;

/** Who somebody is to a database: told by the names of environment variables, never written. */
final class DatabaseOptions {
  @Option(
      names = "--user-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that holds the database's user.")
  private String userVariable;

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that holds that user's password.")
  private String passwordVariable;

  /** The variable that holds the user; null when none is named. */
  String userVariable() {
    return userVariable;
  }

  /** The variable that holds the password; null when none is named. */
  String passwordVariable() {
    return passwordVariable;
  }

  /**
   * A database at an address.
   *
   * @throws BellwetherException when the address holds secrets, or a variable is not set
   */
  Extract.Database database(String name, String url) {
    if (Extract.Database.hasSecrets(url)) {
      throw BellwetherException.configuration(
          "the address holds a user, a password or a token",
          "files and command lines are read by many",
          "drop them, and name variables by --user-env and --password-env");
    }
    return new Extract.Database(name, url, secret(userVariable), secret(passwordVariable));
  }

  private static Secret secret(String variable) {
    if (variable == null) {
      return new Secret(null);
    }
    String value = System.getenv(variable);
    if (value == null) {
      throw BellwetherException.configuration(
          "the environment has no " + variable,
          "it should hold what the database asks for",
          "export it, or name another variable");
    }
    return new Secret(value);
  }
}
