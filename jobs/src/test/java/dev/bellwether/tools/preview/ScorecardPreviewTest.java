package dev.bellwether.tools.preview;

import static dev.bellwether.platform.contract.Polarity.HIGHER_IS_BETTER;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.marts.health.ScorecardInForce;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews over a home of 40 accounts: use predicts churn, tickets do not. */
class ScorecardPreviewTest extends MartTest {
  private static final LocalDate NIGHT = LocalDate.parse("2024-06-30");
  private static final List<LocalDate> DATES = days("2024-01-31", "2024-06-30");
  private static final int ACCOUNTS = 40;
  private static final Scorecard BY_TICKETS = scorecard("1", 1, 3);
  private static final Scorecard BY_USE = scorecard("2", 3, 1);
  private static final Settings SETTINGS =
      settings(BY_TICKETS, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);

  @TempDir private static Path home;
  private static Warehouse warehouse;

  @BeforeAll
  static void aHomeOfTwoNights() {
    warehouse = new Warehouse(spark(), home.toString());
    warehouse.replaceAll("account_features", features());
    warehouse.replaceAll("churn_label", labels());
    warehouse.replaceAll(
        "scorecard_in_force",
        run(new ScorecardInForce(), SETTINGS, DATES, Map.of(), Map.of(), null)
            .get("scorecard_in_force"));
  }

  @Test
  void scorecardsInForceAreThoseOfTheNight() {
    assertThat(preview().inForce()).isEqualTo(Scorecards.only(BY_TICKETS));
  }

  @Test
  void theSameScorecardMovesNobody() {
    ScorecardPreview.Result same = compare(BY_TICKETS);

    assertThat(same.movers()).isEmpty();
    assertThat(same.bands())
        .allMatch(pair -> pair.getAs("band").equals(pair.getAs("band_before")))
        .extracting(pair -> pair.<Long>getAs("accounts"))
        .satisfies(counts -> assertThat(sum(counts)).isEqualTo(ACCOUNTS));
    assertThat(same.record()).isEqualTo(same.recordBefore()).isNotEmpty();
  }

  @Test
  void eachMoveIsTheDifferenceOfTheTwoScores() {
    ScorecardPreview.Result result = compare(BY_USE);

    assertThat(result.movers()).hasSizeGreaterThan(20);
    for (Row move : result.movers()) {
      int account = Integer.parseInt(move.getString(0));
      double before = (use(account) + 3.0 * tickets(account)) / 4;
      double now = (3.0 * use(account) + tickets(account)) / 4;
      assertThat(move.<Double>getAs("score_before")).isCloseTo(before, within(1e-9));
      assertThat(move.<Double>getAs("score")).isCloseTo(now, within(1e-9));
      assertThat(move.<Double>getAs("points")).isCloseTo(now - before, within(1e-9));
    }
    Row first = result.movers().get(0);
    double half = (use(0) - tickets(0)) / 4.0;
    assertThat(first.getString(0)).isEqualTo("00");
    assertThat(first.<String>getAs("reasons"))
        .contains(String.format("use (%+d)", Math.round(half)))
        .contains(String.format("tickets (%+d)", Math.round(half)));
    assertThat(result.bands())
        .anyMatch(pair -> !pair.getAs("band").equals(pair.getAs("band_before")));
  }

  @Test
  void theTrackRecordTellsTheBetterScorecard() {
    ScorecardPreview.Result result = compare(BY_USE);

    assertThat(auc(result.record())).isGreaterThan(auc(result.recordBefore()) + 0.2);
    assertThat(PreviewText.of(result))
        .anyMatch(line -> line.startsWith("  pooled, 90 days: AUC") && line.contains("["))
        .anyMatch(line -> line.contains("change their band"));
  }

  @Test
  void nothingIsWrittenToTheHome() throws IOException {
    List<String> before = files();

    compare(BY_USE);

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aNightThatIsNotThereIsAClearError() {
    assertThatThrownBy(
            () -> new ScorecardPreview(warehouse, SETTINGS, LocalDate.parse("2024-07-01")))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("there is no night 2024-07-01")
        .hasMessageContaining("from 2024-01-31 to 2024-06-30");
  }

  private static ScorecardPreview preview() {
    return new ScorecardPreview(warehouse, SETTINGS, NIGHT);
  }

  private static ScorecardPreview.Result compare(Scorecard changed) {
    return preview().compare(Scorecards.only(BY_TICKETS), Scorecards.only(changed), 100);
  }

  private static double auc(List<Row> record) {
    return record.stream()
        .filter(row -> row.getAs("cohort").equals("pooled"))
        .map(row -> row.<Double>getAs("auc"))
        .findFirst()
        .orElseThrow();
  }

  private static long sum(List<? extends Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  /** Use rises from account to account, tickets go the other way round. */
  private static int use(int account) {
    return account * 2;
  }

  private static int tickets(int account) {
    return 90 - account * 2;
  }

  private static boolean churns(int account) {
    return account < 15;
  }

  private static Scorecard scorecard(String version, double use, double tickets) {
    return new Scorecard(
        "small",
        version,
        0.5,
        new Scorecard.Bands(70, 45, 0),
        List.of(
            new Scorecard.Dimension("usage", use, List.of(measure("use"))),
            new Scorecard.Dimension("support", tickets, List.of(measure("tickets")))));
  }

  private static Scorecard.Measure measure(String feature) {
    return new Scorecard.Measure(
        feature,
        feature,
        1,
        HIGHER_IS_BETTER,
        List.of(new Scorecard.Point(0, 0), new Scorecard.Point(100, 100)));
  }

  private static Dataset<Row> features() {
    List<String> rows = new ArrayList<>();
    for (LocalDate date : DATES) {
      for (int i = 0; i < ACCOUNTS; i++) {
        rows.add(
            String.format(
                "%s | %02d | customer | smb | 1200 | 100 | 400 | %d | %d",
                date, i, use(i), tickets(i)));
      }
    }
    return table(
            "as_of_date date, account_id string, status string, segment string, arr decimal(18,2),"
                + " last_mrr decimal(18,4), account_age_days int, use double, tickets double",
            rows.toArray(String[]::new))
        .withColumn("not_applicable", lit(null).cast("array<string>"))
        .withColumn("stale", lit(null).cast("array<string>"))
        .withColumn("usage_data_age_days", lit(0))
        .withColumn("csm_rating_points", lit(null).cast("double"))
        .withColumn("csm_assessment_age_days", lit(null).cast("int"))
        .withColumn("notice_in_force", lit(false))
        .withColumn("days_to_decision", lit(null).cast("int"))
        .withColumn("days_to_renewal", lit(null).cast("int"));
  }

  private static Dataset<Row> labels() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      String churnedOn = churns(i) ? "2024-03-01" : "null";
      rows.add(
          String.format("2024-01-31 | %02d | 90 | %s | %s | 2024-05-31", i, churns(i), churnedOn));
    }
    return table(
        "observed_on date, account_id string, horizon_days int, churned boolean, churned_on date,"
            + " matured_on date",
        rows.toArray(String[]::new));
  }
}
