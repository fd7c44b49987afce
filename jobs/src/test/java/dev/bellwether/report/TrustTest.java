package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustTest {
  private static Map<String, Object> trust(GivenTables tables) {
    return new Trust(tables, 30).asMap();
  }

  private static TableRow bin(String model, int daysAgo, long churned) {
    return row(
        "model_id",
        model,
        "as_of_date",
        NIGHT.minusDays(daysAgo),
        "cohort",
        "decision",
        "bin",
        1,
        "observations",
        100L,
        "churned",
        churned,
        "mean_probability",
        0.1,
        "churn_rate",
        churned / 100.0);
  }

  private static GivenTables tried() {
    return new GivenTables()
        .stored("churn_calibration", bin("in_force", 90, 10L), bin("rejected", 5, 77L));
  }

  @Test
  @SuppressWarnings("unchecked")
  void theTestIsThatOfTheModelInForceAndNotOfTheLastThatWasTried() {
    GivenTables tables =
        tried()
            .published(
                "churn_prediction",
                row("account_id", "A", "method", "notice_rate"),
                row("account_id", "B", "method", "blend", "model_id", "in_force"));
    assertThat((List<Map<String, Object>>) trust(tables).get("bins"))
        .singleElement()
        .satisfies(bin -> assertThat(bin).containsEntry("churned", 10));
  }

  @Test
  void withoutAModelInForceThereIsNoTestOfOne() {
    GivenTables tables =
        tried().published("churn_prediction", row("account_id", "A", "method", "band_rate"));
    assertThat(trust(tables)).containsEntry("bins", List.of());
  }

  @Test
  void thatNoPredictionHasComeDueIsNoWordOnHowManyLeft() {
    assertThat(trust(new GivenTables()).get("sentences").toString())
        .contains("No published chance of churn has come due yet")
        .doesNotContain("Not enough");
    GivenTables few =
        new GivenTables()
            .published(
                "track_record",
                row(
                    "subject",
                    "churn_prediction",
                    "cohort",
                    "decision",
                    "version",
                    "all",
                    "segment",
                    "all",
                    "horizon_days",
                    90,
                    "churned_accounts",
                    7L));
    assertThat(trust(few).get("sentences").toString())
        .contains("Not enough", "7, where it takes 30")
        .doesNotContain("come due");
  }
}
