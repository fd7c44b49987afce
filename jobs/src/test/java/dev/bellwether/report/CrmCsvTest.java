package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CrmCsvTest {
  @Test
  void everyAccountIsThereByItsIdAndWhatIsNotKnownOrNotOnTheListIsEmpty() {
    GivenTables tables =
        new GivenTables()
            .published(
                "account_health",
                row("account_id", "B", "status", "customer", "score", 71.5, "band", "green"),
                row("account_id", "A", "status", "lapsed", "band", "unknown"),
                row("account_id", "-C", "status", "churned", "score", 10.0, "band", "red"),
                row("account_id", "M", "status", "merged", "band", "red"))
            .published(
                "churn_prediction",
                row(
                    "account_id",
                    "B",
                    "horizon_days",
                    90,
                    "probability",
                    new BigDecimal("0.02000000")),
                row(
                    "account_id",
                    "B",
                    "horizon_days",
                    180,
                    "probability",
                    new BigDecimal("0.50000000")))
            .published(
                "renewal_risk",
                listing(
                    "A",
                    1,
                    "churn_probability",
                    new BigDecimal("0.40000000"),
                    "expected_arr_loss",
                    new BigDecimal("480.00"),
                    "reason_1",
                    "no use for 12 days, at all",
                    "action_text",
                    "-call",
                    "action_due_on",
                    NIGHT.plusDays(1)));

    assertThat(new CrmCsv(tables, 90).text().lines())
        .containsExactly(
            "external_id,as_of_date,status,score,band,churn_probability,expected_arr_loss,decision_date,reason_1,reason_2,reason_3,next_action,next_action_due_on",
            "-C,2026-06-29,churned,10.0,red,,,,,,,,",
            "A,2026-06-29,lapsed,,unknown,0.40000000,480.00,2026-07-29,\"no use for 12 days, at all\",,,'-call,2026-06-30",
            "B,2026-06-29,customer,71.5,green,0.02000000,,,,,,,");
  }
}
