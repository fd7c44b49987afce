package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.ingest.Ingest;
import dev.bellwether.marts.retention.RetentionMonthly;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.warehouse.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Retention and support of a stranger's company, by its mapping alone, against figures that were
 * computed from its files by plain loops in another language; skipped where they are not at hand.
 */
class RavenStackEconomicsTest extends SparkTest {
  private static final Path DATA = Path.of("../../shared/data/ravenstack");
  private static final List<LocalDate> MONTHS =
      Dates.monthEnds(LocalDate.parse("2023-01-31"), LocalDate.parse("2024-12-31"));

  @TempDir static Path home;
  private static Warehouse warehouse;
  private static Settings settings;

  @BeforeAll
  static void ingestOnce() {
    assumeTrue(Files.exists(DATA), "the RavenStack files are not at " + DATA);
    warehouse = new Warehouse(spark(), home.toString());
    Configuration configuration =
        Configuration.load(
            Path.of("../conf"),
            Optional.of("ravenstack"),
            Map.of(),
            List.of("source.path=" + DATA),
            Optional.of(home.toString()));
    settings = configuration.settings();
    new Ingest(warehouse, settings, configuration.source().orElseThrow())
        .run("run", MONTHS.get(23), Optional.empty(), Instant.EPOCH, batch -> {});
  }

  private static StepInputs inputs(Map<String, Dataset<Row>> others, String... tables) {
    Map<String, Dataset<Row>> all = new HashMap<>(others);
    for (String table : tables) {
      all.put(table, warehouse.read(table));
    }
    return new StepInputs(
        spark(), settings, MONTHS, all, Map.of(), Set.of(), Optional.empty(), Map.of());
  }

  @Test
  void movementsAndRetentionOfTwoYears() {
    Dataset<Row> months =
        new RetentionMonthly()
            .build(inputs(Map.of(), "subscriptions", "accounts"))
            .get("retention_monthly")
            .where("cut = 'all' AND gaps = 'as_seen'")
            .localCheckpoint();

    assertThat(sums(months, 2023))
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(amounts("509683", "1990", "792319", "-29143", "-12736"));
    assertThat(sums(months, 2024))
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(amounts("2005808", "13116", "7379322", "-494980", "-5771"));
    Row last = months.where("month = '2024-12-31'").first();
    assertThat(last.<Long>getAs("customers")).isEqualTo(500);
    assertThat(last.<BigDecimal>getAs("mrr")).isEqualByComparingTo("10159608");
    assertThat(last.<Long>getAs("customers_12m_before")).isEqualTo(185);
    assertThat(last.<Double>getAs("net_revenue_retention_12m"))
        .isCloseTo(2.9227089808915685, within(1e-9));
    assertThat(last.<Double>getAs("gross_revenue_retention_12m"))
        .isCloseTo(0.9958997332251549, within(1e-9));
    // two customers ever churned: nothing can be said of their lives
    assertThat(last.<BigDecimal>getAs("lifetime_value")).isNull();
  }

  private static List<BigDecimal> sums(Dataset<Row> months, int year) {
    Row row =
        months
            .where("year(month) = " + year)
            .selectExpr(
                "sum(new_mrr)",
                "sum(reactivation_mrr)",
                "sum(expansion_mrr)",
                "sum(contraction_mrr)",
                "sum(churn_mrr)")
            .first();
    return List.of(
        row.getDecimal(0),
        row.getDecimal(1),
        row.getDecimal(2),
        row.getDecimal(3),
        row.getDecimal(4));
  }

  private static BigDecimal[] amounts(String... texts) {
    return java.util.Arrays.stream(texts).map(BigDecimal::new).toArray(BigDecimal[]::new);
  }

  @Test
  void serviceOfAllTicketsAndWithoutProvidersNothingIsSaidOfThem() {
    Dataset<Row> tickets =
        new SupportTickets().build(inputs(Map.of(), "tickets", "accounts")).get("support_tickets");
    Map<String, Dataset<Row>> given = Map.of("support_tickets", tickets.localCheckpoint());
    Dataset<Row> months =
        new SupportPerformanceMonthly()
            .build(inputs(given))
            .get("support_performance_monthly")
            .localCheckpoint();
    Row all =
        months
            .where("cut = 'all'")
            .selectExpr(
                "sum(requests)",
                "sum(first_response_minutes_mean * responses_timed) / sum(responses_timed)",
                "sum(resolution_hours_mean * resolutions_timed) / sum(resolutions_timed)",
                "sum(csat_mean * csat_answers) / sum(csat_answers)",
                "sum(csat_answers)")
            .first();

    assertThat(all.getLong(0)).isEqualTo(2000);
    assertThat(all.getDouble(1)).isCloseTo(88.48, within(1e-9));
    assertThat(all.getDouble(2)).isCloseTo(35.861, within(1e-9));
    assertThat(all.getDouble(3)).isCloseTo(3.981276595744681, within(1e-9));
    assertThat(all.getLong(4)).isEqualTo(1175);
    Row june = months.where("cut = 'all' AND month = '2024-06-30'").first();
    assertThat(june.<Double>getAs("first_response_minutes_median")).isEqualTo(86);
    assertThat(june.<Double>getAs("resolution_hours_median")).isEqualTo(39);
    assertThat(june.<Double>getAs("sla_kept_share")).isNull();
    assertThat(months.where("cut = 'provider'").select("cut_value").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("unknown");
  }
}
