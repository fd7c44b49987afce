package dev.bellwether.tools.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.ingest.PostgresServer;
import dev.bellwether.ingest.SourceCheck;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.config.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real PostgreSQL that knows nothing of Bellwether. */
class DatabaseDraftTest extends SparkTest {
  @TempDir private Path folder;

  @Test
  void theDraftOfADatabaseRunsAndHoldsNoPassword() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      server.sql(
          "CREATE SCHEMA crm",
          "CREATE TABLE crm.customers (id bigint, name text, created_at timestamptz)",
          "CREATE TABLE crm.\"Contracts\" (id bigint, customer_id bigint, start_date date, mrr numeric(12,2))",
          "CREATE TABLE crm.empty (nothing text)",
          "INSERT INTO crm.customers VALUES (1, 'Alpha', '2026-01-01 00:00+00'), (2, 'Beta', '2026-01-01 00:00+00')",
          "INSERT INTO crm.\"Contracts\" SELECT n, 1 + n % 2, '2026-01-01', 100 * n FROM generate_series(1, 100) n");
      Secret user = new Secret(PostgresServer.USER);
      Secret password = new Secret(PostgresServer.PASSWORD);
      SourceDraft draft =
          SourceDraft.of(
              spark(),
              "theirs",
              new Extract.Database("crm", server.url(), user, password),
              "DB_USER",
              "DB_PASSWORD");
      assertThat(draft.isRunnable()).isTrue();
      assertThat(draft.yaml())
          .contains("user: \"${env:DB_USER}\"", "password: \"${env:DB_PASSWORD}\"")
          .doesNotContain(PostgresServer.PASSWORD);
      assertThat(String.join("\n", draft.summary())).contains("crm.empty: nothing was made of it");
      SourceCheck check = check(draft);
      assertThat(check.of("accounts").filled()).containsEntry("account_name", 1.0);
      SourceCheck.TableCheck contracts = check.of("subscriptions");
      assertThat(contracts.rows()).isEqualTo(100);
      assertThat(contracts.refused()).isZero();
      assertThat(contracts.strangers().orElseThrow().rows()).isZero();
    }
  }

  private SourceCheck check(SourceDraft draft) throws Exception {
    Path conf = folder.resolve("conf");
    Files.createDirectories(conf.resolve("sources/theirs"));
    Files.createDirectories(conf.resolve("scorecards"));
    Files.writeString(conf.resolve("sources/theirs/source.yaml"), draft.yaml());
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(Path.of("../conf/scorecards", name), conf.resolve("scorecards").resolve(name));
    }
    Configuration configuration =
        Configuration.load(
            conf,
            Optional.of("theirs"),
            Map.of("DB_USER", PostgresServer.USER, "DB_PASSWORD", PostgresServer.PASSWORD),
            List.of(),
            Optional.of(folder.resolve("home").toString()));
    Source landed =
        SourceCheck.landed(
            spark(),
            configuration.source().orElseThrow(),
            folder.resolve("landed").toString(),
            100);
    return new SourceCheck(
        spark(), configuration.settings(), landed, LocalDate.parse("2026-06-30"), 100);
  }
}
