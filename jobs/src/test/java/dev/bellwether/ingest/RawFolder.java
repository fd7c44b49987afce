package dev.bellwether.ingest;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A small source of one's own: raw files, their source.yaml, and a home to ingest into. */
final class RawFolder {
  private static final Path SCORECARDS = Path.of("../conf/scorecards");
  private static final Path PRESETS = Path.of("../conf/sources/presets");

  private final Path folder;
  final Warehouse warehouse;
  private final Map<String, String> environment =
      new HashMap<>(Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"));

  RawFolder(Path folder, SparkSession spark) {
    this.folder = folder;
    this.warehouse = new Warehouse(spark, folder.resolve("home").toString());
    Path scorecards = folder.resolve("conf/scorecards");
    try {
      Files.createDirectories(scorecards);
      for (String name : List.of("default.yaml", "onboarding.yaml")) {
        Files.copy(SCORECARDS.resolve(name), scorecards.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file("raw/accounts.csv", "account_id,account_name", "a,Alpha", "b,Beta");
    file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-01-01,,100",
        "s2,b,2026-01-01,,200");
  }

  RawFolder file(String name, String... lines) {
    return file(StandardCharsets.UTF_8, name, lines);
  }

  RawFolder file(Charset charset, String name, String... lines) {
    try {
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      Files.write(path, List.of(lines), charset);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the presets that are shipped. */
  RawFolder withPresets() {
    try (Stream<Path> presets = Files.list(PRESETS)) {
      Path copies = Files.createDirectories(folder.resolve("conf/sources/presets"));
      for (Path preset : presets.toList()) {
        Files.copy(preset, copies.resolve(preset.getFileName()));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawFolder withoutHashKey() {
    environment.clear();
    return this;
  }

  /** Sets a variable of the environment. */
  RawFolder variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Gives a file another time of change. */
  void touch(String name) {
    if (!folder.resolve(name).toFile().setLastModified(1_700_000_000_000L)) {
      throw new IllegalStateException(name);
    }
  }

  /** The text of a file. */
  String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) throws IOException {
    Files.delete(folder.resolve(name));
  }

  /** The source of accounts and subscriptions, with more inputs and tables as YAML lines. */
  RawFolder source(String arrival, String moreInputs, String moreTables) {
    String text =
        """
        name: mine
        inputs:
          accounts: {format: csv, path: accounts.csv, mode: snapshot, arrival: %s}
          subscriptions: {format: csv, path: subscriptions.csv, mode: snapshot, arrival: %s}
        %s
        tables:
          accounts:
            from: accounts
            select: SELECT * FROM accounts
          subscriptions:
            from: subscriptions
            select: SELECT subscription_id, account_id, start_date, end_date, mrr FROM subscriptions
        %s
        """
            .formatted(arrival, arrival, moreInputs.indent(2), moreTables.indent(2));
    return file("conf/sources/mine/source.yaml", text);
  }

  private Configuration configuration() {
    return Configuration.load(
        folder.resolve("conf"),
        Optional.of("mine"),
        environment,
        List.of("source.path=" + folder.resolve("raw")),
        Optional.of(warehouse.home()));
  }

  /** What a check of at most so many rows of a table finds. */
  SourceCheck.TableCheck check(String table, int sample) {
    Configuration configuration = configuration();
    return new SourceCheck(
            warehouse.spark(),
            configuration.settings(),
            SourceCheck.landed(
                warehouse.spark(),
                configuration.source().orElseThrow(),
                folder.resolve("checked").toString(),
                sample),
            LocalDate.parse("2026-01-31"),
            sample)
        .of(table);
  }

  /** Ingests for a run of one date. */
  Ingest.Result ingest(String date, String lastPublished) {
    Configuration configuration = configuration();
    return new Ingest(warehouse, configuration.settings(), configuration.source().orElseThrow())
        .run(
            "run-" + date,
            LocalDate.parse(date),
            Optional.ofNullable(lastPublished).map(LocalDate::parse),
            Instant.EPOCH,
            batch -> {});
  }

  /** The batch of a table in a result. */
  static IngestedBatch batch(Ingest.Result result, String table) {
    return result.batches().stream()
        .filter(batch -> batch.table().equals(table))
        .findFirst()
        .orElseThrow();
  }

  /** The reasons in quarantine for a table. */
  List<String> reasons(String table) {
    return warehouse.read("quarantine").where("`table` = '" + table + "'").collectAsList().stream()
        .map(row -> row.<String>getAs("reason"))
        .sorted()
        .toList();
  }
}
