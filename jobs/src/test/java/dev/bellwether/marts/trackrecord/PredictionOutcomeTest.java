package dev.bellwether.marts.trackrecord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PredictionOutcomeTest extends MartTest {
  private static final Settings SETTINGS = settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final Dataset<Row> LABELS =
      table(
          "observed_on date, account_id string, horizon_days int, churned boolean, churned_on date,"
              + " matured_on date",
          "2024-01-31 | a | 30 | true | 2024-02-20 | 2024-04-01",
          "2024-01-31 | b | 30 | false | null | 2024-04-01",
          "2024-01-31 | c | 30 | false | null | 2024-04-01",
          "2024-02-29 | b | 30 | true | 2024-03-20 | 2024-04-30",
          "2024-03-31 | b | 30 | true | 2024-03-20 | 2024-05-31");
  private static final Dataset<Row> PREDICTIONS =
      table(
          "as_of_date date, account_id string, horizon_days int, probability decimal(9,8), method"
              + " string, model_id string",
          "2024-01-31 | a | 30 | 0.25 | band_rate | null",
          "2024-01-31 | a | 90 | 0.5 | band_rate | null",
          "2024-01-31 | b | 30 | 0.125 | notice_rate | null",
          "2024-01-31 | c | 30 | null | unknown | null",
          "2024-02-15 | b | 30 | 0.75 | band_rate | null",
          "2024-02-29 | b | 30 | 0.5 | blend | hazard-1",
          "2024-03-31 | b | 30 | 0.625 | band_rate | null");

  @Test
  void predictionsGetTheirOutcomeWhenItMaturesAndOnlyThen() {
    assertSameRows(
        expected(
            "2024-01-31 | a | 30 | band_rate | 0.25 | true | 2024-02-20 | 2024-04-01 | null",
            "2024-01-31 | b | 30 | notice_rate | 0.125 | false | null | 2024-04-01 | null",
            "2024-02-29 | b | 30 | blend | 0.5 | true | 2024-03-20 | 2024-04-30 | hazard-1"),
        outcomes("2024-05-15", null, Map.of()));
  }

  @Test
  void whatIsWrittenStaysAndOnlyNewOutcomesAreAdded() {
    Dataset<Row> written = outcomes("2024-04-15", null, Map.of());

    assertThat(written.count()).isEqualTo(2);
    assertSameRows(
        expected("2024-02-29 | b | 30 | blend | 0.5 | true | 2024-03-20 | 2024-04-30 | hazard-1"),
        outcomes("2024-05-15", "2024-04-15", Map.of("prediction_outcome", written)));
  }

  @Test
  void aHomeThatHasNoOutcomesYetGetsAllOfThem() {
    assertThat(outcomes("2024-05-15", "2024-05-14", Map.of()).count()).isEqualTo(3);
  }

  private static Dataset<Row> expected(String... rows) {
    return table(
        "as_of_date date, account_id string, horizon_days int, method string, probability"
            + " decimal(9,8), churned boolean, churned_on date, matured_on date,"
            + " model_id string",
        rows);
  }

  private static Dataset<Row> outcomes(
      String date, String completed, Map<String, Dataset<Row>> earlier) {
    Dataset<Row> outcomes =
        run(
                new PredictionOutcome(),
                SETTINGS,
                days(date),
                Map.of("churn_label", LABELS, "churn_prediction", PREDICTIONS),
                earlier,
                completed == null ? null : LocalDate.parse(completed))
            .get("prediction_outcome");
    assertKeepsContract("prediction_outcome", outcomes);
    return outcomes;
  }
}
