package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Extract.Database;
import dev.bellwether.platform.config.Extract.Partitions;
import dev.bellwether.platform.config.Extract.Watermark;
import dev.bellwether.platform.config.Source.Mode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads and checks the databases of a source, and what an input reads of one. */
final class ExtractReader {
  private static final String DATABASE = "database";
  private static final String WATERMARK = "watermark";
  private static final int MOST_PARTITIONS = 64;

  private ExtractReader() {}

  /** The databases that a source names. */
  static Map<String, Database> databases(Section content) {
    Map<String, Database> databases = new LinkedHashMap<>();
    if (content.has("databases")) {
      content
          .sections("databases")
          .forEach((name, section) -> databases.put(name, database(name, section)));
    }
    return databases;
  }

  private static Database database(String name, Section section) {
    section.onlyKeys("url", "user", "password");
    String url = section.text("url");
    if (!url.startsWith("jdbc:")) {
      throw section.wrong(
          "url", "it is no JDBC address", "write jdbc:postgresql://HOST/DATABASE, or another one");
    }
    boolean isWritten = !Interpolation.isOneVariable(String.valueOf(section.raw("url")));
    if (isWritten && Database.hasSecrets(url)) {
      throw section.wrong(
          "url",
          "it holds a user, a password or a token, and files are read by many",
          "drop them from url, and write user: ${env:NAME} and password: ${env:NAME}");
    }
    return new Database(name, url, secret(section, "user"), secret(section, "password"));
  }

  /** From the environment only. */
  private static Secret secret(Section section, String key) {
    if (!section.has(key)) {
      return new Secret(null);
    }
    if (!Interpolation.isOneVariable(String.valueOf(section.raw(key)))) {
      throw section.wrong(
          key, "it stands in the file, which is read by many", "write " + key + ": ${env:NAME}");
    }
    return new Secret(section.text(key));
  }

  /** What an input of {@code format: jdbc} reads. */
  static Extract read(Section input, Mode mode, Map<String, Database> databases) {
    if (input.has("path")) {
      throw input.wrong("path", "a database has no files", "write table: or query: instead");
    }
    if ((mode == Mode.APPEND) != input.has(WATERMARK)) {
      throw input.wrong(
          WATERMARK,
          mode == Mode.APPEND
              ? "without one the rows that are new cannot be told"
              : "a snapshot is read whole each time",
          mode == Mode.APPEND ? "add watermark: {column: NAME}" : "drop it, or write mode: append");
    }
    return new Extract(
        database(input, databases), relation(input), watermark(input), partitions(input));
  }

  private static Database database(Section input, Map<String, Database> databases) {
    if (databases.size() == 1 && !input.has(DATABASE)) {
      return databases.values().iterator().next();
    }
    String name = input.text(DATABASE);
    if (!databases.containsKey(name)) {
      throw input.wrong(
          DATABASE, "there is no database " + name, Nearest.advice(name, databases.keySet()));
    }
    return databases.get(name);
  }

  private static String relation(Section input) {
    if (input.has("table") == input.has("query")) {
      throw input.wrong(
          "table", "give exactly one of table and query", "write table: SCHEMA.TABLE");
    }
    return input.has("table")
        ? input.text("table")
        : "(" + input.text("query") + ") bellwether_query";
  }

  private static Optional<Watermark> watermark(Section input) {
    if (!input.has(WATERMARK)) {
      return Optional.empty();
    }
    Section watermark = input.section(WATERMARK).onlyKeys("column", "overlap");
    return Optional.of(new Watermark(watermark.text("column"), overlap(watermark)));
  }

  private static Duration overlap(Section watermark) {
    Optional<String> text = watermark.optionalText("overlap");
    try {
      return text.map(some -> Duration.parse("PT" + some.toUpperCase(Locale.ROOT)))
          .orElse(Duration.ZERO);
    } catch (DateTimeParseException e) {
      throw watermark
          .wrong("overlap", "it is not a duration: " + text.get(), "write 30m or 2h")
          .causedBy(e);
    }
  }

  private static Optional<Partitions> partitions(Section input) {
    if (!input.has("partitions")) {
      return Optional.empty();
    }
    Section partitions = input.section("partitions").onlyKeys("column", "count");
    return Optional.of(
        new Partitions(
            partitions.text("column"), (int) partitions.number("count", 1, MOST_PARTITIONS)));
  }
}
