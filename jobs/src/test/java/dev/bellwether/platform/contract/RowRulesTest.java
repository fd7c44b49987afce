package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RowRulesTest extends SparkTest {
  private static final Contract RATINGS = ContractFixtures.ratings();
  private static final String DDL =
      "account_id string, day date, rating string, amount decimal(18,2), share double, parts int";

  @Test
  void soundRowsHaveNoProblemsAndNoWarnings() {
    Dataset<Row> rows = table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 3");

    assertThat(only(rows, RowRules.problems(RATINGS))).isEmpty();
    assertThat(only(rows, RowRules.warnings(RATINGS))).isEmpty();
  }

  @Test
  void problemsNameTheColumnTheValueAndWhatIsAllowed() {
    Dataset<Row> rows = table(DDL, "null | 2024-01-01 | blue | -12 | NaN | 9");

    assertThat(only(rows, RowRules.problems(RATINGS)))
        .containsExactly(
            "account_id is missing",
            "rating 'blue' is not one of green, yellow, red",
            "amount is below 0: -12.00",
            "share is not finite: NaN");
  }

  @Test
  void warningsAreApartAndShowTheValuesAtFault() {
    Dataset<Row> rows = table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 9");

    assertThat(only(rows, RowRules.problems(RATINGS))).isEmpty();
    assertThat(only(rows, RowRules.warnings(RATINGS)))
        .containsExactly("red should have few parts (rating red, parts 9)");
  }

  @Test
  void aSubscriptionThatEndsBeforeItStartsSaysBothDays() {
    Contract subscriptions = Contracts.of("subscriptions");
    Dataset<Row> rows =
        ContractFixtures.emptyRow(spark(), subscriptions)
            .selectExpr(
                "* EXCEPT (start_date, end_date)",
                "DATE'2024-02-01' AS start_date",
                "DATE'2024-01-05' AS end_date");

    assertThat(only(rows, RowRules.problems(subscriptions)))
        .contains(
            "a subscription cannot end before it starts (end_date 2024-01-05, start_date"
                + " 2024-02-01)");
  }

  @Test
  void aTicketWithTimesBeforeItsCreationIsUsableButOdd() {
    Contract tickets = Contracts.of("tickets");
    Dataset<Row> rows =
        ContractFixtures.emptyRow(spark(), tickets)
            .selectExpr(
                "* EXCEPT (ticket_id, account_id, created_at, first_response_at)",
                "'t' AS ticket_id",
                "'a' AS account_id",
                "TIMESTAMP'2024-02-01 10:00:00' AS created_at",
                "TIMESTAMP'2024-02-01 09:00:00' AS first_response_at");

    assertThat(only(rows, RowRules.problems(tickets))).isEmpty();
    assertThat(only(rows, RowRules.warnings(tickets)))
        .singleElement()
        .asString()
        .startsWith("a ticket should not be answered before it was created");
  }

  @Test
  void aMissingValueAtFaultIsShownAsNull() {
    Contract surveys = Contracts.of("surveys");
    Dataset<Row> rows =
        ContractFixtures.emptyRow(spark(), surveys)
            .selectExpr("* EXCEPT (score)", "CAST(9 AS decimal(5,1)) AS score");

    assertThat(only(rows, RowRules.warnings(surveys)))
        .containsExactly("a score without answered_at is never used (score 9.0, answered_at null)");
  }

  private static List<String> only(Dataset<Row> rows, Column reasons) {
    return rows.select(reasons).head().getList(0);
  }
}
