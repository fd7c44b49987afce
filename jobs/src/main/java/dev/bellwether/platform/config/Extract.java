package dev.bellwether.platform.config;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an input reads of a database.
 *
 * @param database where it is
 * @param relation a table, or a query in parentheses with a name
 * @param watermark for an append input: what tells new rows; none for a snapshot
 * @param partitions how it is read by several connections; none for one
 */
public record Extract(
    Database database,
    String relation,
    Optional<Watermark> watermark,
    Optional<Partitions> partitions) {

  /**
   * A database, read by JDBC.
   *
   * @param name its name in the source
   * @param url its JDBC address
   * @param user who reads it; not set where the address or the driver tells
   * @param password that user's password; not set where none is needed
   */
  public record Database(String name, String url, Secret user, Secret password) {
    private static final Pattern WITH_SECRETS =
        Pattern.compile("(?i)(user|password|pwd|token)=|//[^/]*@");

    /**
     * Whether an address holds what files and command lines must not: a user, password or token.
     */
    public static boolean hasSecrets(String url) {
      return WITH_SECRETS.matcher(url).find();
    }

    /** The user and the password, as far as they are set, under the names that drivers know. */
    public Map<String, String> credentials() {
      Map<String, String> credentials = new TreeMap<>();
      if (user.isSet()) {
        credentials.put("user", user.value());
      }
      if (password.isSet()) {
        credentials.put("password", password.value());
      }
      return credentials;
    }

    /**
     * A connection, which its user closes.
     *
     * @throws SQLException when the database lets nobody in, or there is no driver of its kind
     */
    public Connection connect() throws SQLException {
      Properties properties = new Properties();
      properties.putAll(credentials());
      return DriverManager.getConnection(url, properties);
    }

    /** Without the address, in which a driver may want secrets. */
    @Override
    public String toString() {
      return "database " + name;
    }
  }

  /**
   * A column that is never less in a row that comes later.
   *
   * @param column its name: an instant, a day or a number
   * @param overlap how far rows may come late: so far back they are looked for again, each landing
   *     once
   */
  public record Watermark(String column, Duration overlap) {}

  /**
   * A reading by several connections.
   *
   * @param column a number, day or instant that rows are spread over
   * @param count how many connections
   */
  public record Partitions(String column, int count) {}
}
