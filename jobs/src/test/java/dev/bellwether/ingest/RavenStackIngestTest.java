package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's files, by configuration alone; skipped where the data set is not at hand. */
class RavenStackIngestTest extends SparkTest {
  private static final Path DATA = Path.of("../../shared/data/ravenstack");

  @TempDir static Path home;
  private static Warehouse warehouse;
  private static Map<String, IngestedBatch> batches;

  @BeforeAll
  static void ingestOnce() {
    assumeTrue(Files.exists(DATA), "the RavenStack files are not at " + DATA);
    warehouse = new Warehouse(spark(), home.toString());
    batches =
        ingest().batches().stream()
            .collect(Collectors.toMap(batch -> batch.batch().table(), Function.identity()));
  }

  private static Ingest.Result ingest() {
    Configuration configuration =
        Configuration.load(
            Path.of("../conf"),
            Optional.of("ravenstack"),
            Map.of(),
            List.of("source.path=" + DATA),
            Optional.of(home.toString()));
    return new Ingest(warehouse, configuration.settings(), configuration.source().orElseThrow())
        .run("run", LocalDate.of(2024, 12, 31), Optional.empty(), Instant.EPOCH, batch -> {});
  }

  @Test
  void everyRowIsAcceptedOrHasItsReason() {
    assertThat(batches.values())
        .allSatisfy(
            b -> assertThat(b.rowsIn()).isEqualTo(b.accepted() + b.duplicates() + b.quarantined()));
  }

  @Test
  void accountsSubscriptionsAndTicketsAreAllThere() {
    assertThat(batches.get("accounts").accepted()).isEqualTo(500);
    assertThat(batches.get("subscriptions").accepted()).isEqualTo(5_000);
    assertThat(batches.get("tickets").accepted()).isEqualTo(2_000);
    assertThat(batches.get("churn_events").accepted()).isEqualTo(600);
    assertThat(warehouse.read("subscriptions").selectExpr("sum(mrr)").first().getDecimal(0))
        .isEqualByComparingTo(new BigDecimal("11338747"));
  }

  @Test
  void usageRowsThatReuseAnIdStayInQuarantineAsKeyConflicts() {
    IngestedBatch usage = batches.get("usage_events");
    assertThat(usage.accepted()).isEqualTo(24_979);
    assertThat(usage.quarantined()).isEqualTo(21);
    assertThat(
            warehouse
                .read("quarantine")
                .where("`table` = 'usage_events' AND reason LIKE 'key_conflict%'")
                .count())
        .isEqualTo(21);
  }

  @Test
  void ingestingAgainFindsNothingNew() {
    assertThat(ingest().batches()).isEmpty();
  }
}
