package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SummaryTest extends MartTest {
  private static final String HEALTH =
      "as_of_date date, status string, band string, data_age_days int";
  private static final String DRIFT =
      "as_of_date date, kind string, subject string, model_id string, value double,"
          + " expected double, observed bigint, drifted boolean";

  private static String summary(Dataset<Row> health, Dataset<Row> drift) {
    Dataset<Row> noRisks = wide("renewal_risk", table("as_of_date date"));
    StringWriter text = new StringWriter();
    Map<String, Dataset<Row>> tables =
        Map.of("account_health", health, "renewal_risk", noRisks, "churn_drift", drift);
    PrintWriter out = new PrintWriter(text, true);
    new Summary("data/here", tables, Optional.empty(), new Console(out, false))
        .print(LocalDate.parse("2026-06-30"), 12.34);
    return text.toString();
  }

  @Test
  void itTellsHowAccountsStandAndWhereToLook() {
    String summary =
        summary(
            table(
                HEALTH,
                "2026-06-30 | customer | green | 0",
                "2026-06-30 | customer | green | 0",
                "2026-06-30 | customer | red | null",
                "2026-06-30 | churned | red | 0",
                "2026-06-29 | customer | red | 9"),
            table(DRIFT));

    assertThat(summary)
        .contains("Health as of 2026-06-30: 2 green, 1 red")
        .contains("No account has a decision ahead.")
        .contains("data/here/published")
        .contains("Done in 12.3 s.")
        .doesNotContain("late")
        .doesNotContain("drifted");
  }

  @Test
  void itTellsOfALateFeed() {
    assertThat(summary(table(HEALTH, "2026-06-30 | customer | green | 7"), table(DRIFT)))
        .contains("The usage feed is late: it is known through 2026-06-23, and measures")
        .contains("are stale");
    assertThat(summary(table(HEALTH, "2026-06-30 | customer | green | 29"), table(DRIFT)))
        .contains("are unknown");
  }

  @Test
  void itTellsOfAModelThatHasDrifted() {
    String summary =
        summary(
            table(HEALTH, "2026-06-30 | customer | green | 0"),
            table(
                DRIFT,
                "2026-06-30 | calibration | probability | hazard-1 | 4.2 | 20.4 | 41 | true",
                "2026-06-30 | population | probability | hazard-1 | 0.31 | null | null | true",
                "2026-06-30 | population | account_age_days | hazard-1 | 9 | null | null | true",
                "2026-05-31 | calibration | probability | hazard-0 | 9 | 1 | 99 | true"));

    assertThat(summary)
        .contains("The churn model hazard-1 has drifted: 41 have churned")
        .contains("expected 20.")
        .contains("(stability index 0.31)")
        .doesNotContain("hazard-0")
        .doesNotContain("9.00");
  }
}
