package dev.bellwether.marts.trackrecord;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.marts.trackrecord.TrackRecordOracle.Said;
import dev.bellwether.platform.config.Settings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The track record of generated customers against plain loops over them. */
class TrackRecordTest extends MartTest {
  private static final Settings SETTINGS = settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final List<LocalDate> DATES = days("2023-04-30", "2023-09-15", "2024-12-31");
  private static final TrackRecordOracle ORACLE = new TrackRecordOracle(8, 60);
  private static Dataset<Row> record;

  @BeforeAll
  static void allDatesAtOnce() {
    record = track(DATES, TrackRecordTest::any);
  }

  @Test
  void everyGroupsFiguresAreThoseOfPlainLoops() {
    List<String> expected = new ArrayList<>();
    for (LocalDate date : DATES) {
      for (String subject : List.of("health", "csm_assessment", "churn_prediction")) {
        for (Group group : groups(subject)) {
          for (int horizon : TrackRecordOracle.HORIZONS) {
            expected.add(ORACLE.line(date, subject, group, horizon));
          }
        }
      }
    }
    List<String> lines = expected.stream().filter(Objects::nonNull).map(this::squeezed).toList();

    assertThat(record.collectAsList().stream().map(TrackRecordTest::line).map(this::squeezed))
        .containsExactlyInAnyOrderElementsOf(lines);
    assertThat(lines).anyMatch(line -> line.contains("decision all 90"));
    assertThat(record.where("watermelon_rate IS NOT NULL AND median_lead_days > 0").count())
        .isPositive();
    assertThat(record.where("ece IS NOT NULL").count()).isPositive();
    assertThat(record.where("churned_accounts < 10").count()).isPositive();
  }

  @Test
  void theContractIsKept() {
    assertKeepsContract("track_record", record);
  }

  @Test
  void eachDateIsTheSameAloneWithAndWithoutAllThatMaturedLater() {
    for (LocalDate date : DATES) {
      Dataset<Row> alone =
          track(List.of(date), rows -> rows.where(col("matured_on").leq(lit(Date.valueOf(date)))));

      assertSameRows(record.where(col("as_of_date").equalTo(lit(Date.valueOf(date)))), alone);
      assertSameRows(alone, track(List.of(date), TrackRecordTest::any));
    }
  }

  private interface Known {
    Dataset<Row> only(Dataset<Row> rows);
  }

  private static Dataset<Row> any(Dataset<Row> rows) {
    return rows;
  }

  private static Dataset<Row> track(List<LocalDate> dates, Known known) {
    Dataset<Row> labels =
        table(
            "observed_on date, account_id string, horizon_days int, churned boolean, churned_on"
                + " date, matured_on date",
            perHorizon(TrackRecordTest::label));
    Dataset<Row> outcomes =
        table(
            "as_of_date date, account_id string, horizon_days int, method string, probability"
                + " decimal(9,8), churned boolean, churned_on date, matured_on date,"
                + " model_id string",
            perHorizon(
                (said, horizon) ->
                    "%s | %s | %d | %s | %.2f | %s | %s"
                        .formatted(
                            said.on(),
                            said.account(),
                            horizon,
                            said.isModelled() ? "blend" : "band_rate",
                            said.percent() / 100.0,
                            outcome(said, horizon),
                            said.isModelled() ? "hazard-1" : "null")));
    return run(
            new TrackRecord(),
            SETTINGS,
            dates,
            Map.of(
                "churn_label", known.only(labels),
                "prediction_outcome", known.only(outcomes),
                "account_health", health(),
                "account_features", features()),
            Map.of(),
            null)
        .get("track_record");
  }

  private static String label(Said said, int horizon) {
    return "%s | %s | %d | %s"
        .formatted(said.on(), said.account(), horizon, outcome(said, horizon));
  }

  private static String outcome(Said said, int horizon) {
    boolean churned = said.churned(horizon);
    LocalDate churnedOn = churned ? said.churn() : null;
    return churned + " | " + churnedOn + " | " + said.matured(horizon);
  }

  private static Dataset<Row> health() {
    return table(
        "as_of_date date, account_id string, status string, segment string, scorecard string,"
            + " scorecard_version string, score double, band string, csm_band string",
        ORACLE.all.stream()
            .map(
                said ->
                    "%s | %s | customer | %s | default | %s | %d | %s | %s"
                        .formatted(
                            said.on(),
                            said.account(),
                            said.segment(),
                            said.card().substring(8),
                            said.score(),
                            said.band(),
                            TrackRecordOracle.csmBand(said)))
            .toArray(String[]::new));
  }

  private static Dataset<Row> features() {
    return table(
        "as_of_date date, account_id string, csm_rating_points double, notice_in_force boolean,"
            + " days_to_decision int, days_to_renewal int",
        ORACLE.all.stream()
            .map(
                said ->
                    "%s | %s | %s | %s | %s | %s"
                        .formatted(
                            said.on(),
                            said.account(),
                            said.csm(),
                            said.notice(),
                            said.daysToDecision(),
                            said.daysToRenewal()))
            .toArray(String[]::new));
  }

  private static String[] perHorizon(java.util.function.BiFunction<Said, Integer, String> row) {
    return TrackRecordOracle.HORIZONS.stream()
        .flatMap(horizon -> ORACLE.all.stream().map(said -> row.apply(said, horizon)))
        .toArray(String[]::new);
  }

  private static List<Group> groups(String subject) {
    List<Group> groups = new ArrayList<>();
    List<String> versions =
        switch (subject) {
          case "health" -> List.of("all", "default 1", "default 2");
          case "churn_prediction" -> List.of("all", "band_rate", "blend hazard-1");
          default -> List.of("all");
        };
    for (String version : versions) {
      for (String cohort : List.of("decision", "pooled")) {
        for (String segment : List.of("all", "smb", "large", "unknown")) {
          groups.add(new Group(version, cohort, segment));
        }
      }
    }
    return groups;
  }

  private String squeezed(String line) {
    return line.replaceAll(" +", " ").strip();
  }

  private static String line(Row row) {
    List<String> cells = new ArrayList<>();
    for (String column :
        List.of(
            "as_of_date",
            "subject",
            "version",
            "cohort",
            "segment",
            "horizon_days",
            "n",
            "events",
            "churned_accounts",
            "auc",
            "log_loss",
            "ece",
            "expected_churned",
            "n_green",
            "n_yellow",
            "n_red",
            "churn_rate_green",
            "churn_rate_red",
            "watermelon_rate",
            "median_lead_days",
            "retained_red_share")) {
      Object cell = row.getAs(column);
      boolean isVersion = column.equals("version");
      cells.add(
          cell instanceof Double number
              ? TrackRecordOracle.text(number)
              : isVersion ? ("" + cell).replace(' ', '_') : "" + cell);
    }
    return String.join(" ", cells);
  }
}
