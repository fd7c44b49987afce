package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.lit;

import dev.bellwether.SparkTest;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CustomerSpellsTest extends SparkTest {
  private static final ChurnGap GAP = new ChurnGap(31);

  private static Dataset<Row> view(String... rows) {
    return table(
            "as_of_date date, subscription_id string, account_id string, start_date date,"
                + " end_date date, notice_on date, notice_withdrawn_on date, mrr decimal(18,4),"
                + " is_trial boolean",
            rows)
        .withColumns(
            Map.of(
                "renewal_date", lit(null).cast("date"),
                "term_months", lit(null).cast("int"),
                "auto_renew", lit(null).cast("boolean"),
                "notice_period_days", lit(null).cast("int")));
  }

  @Test
  void gapsAreBridgedUnlessNoticeWasInForce() {
    Dataset<Row> view =
        view(
            "2024-12-31 | 1 | bridged | 2024-01-01 | 2024-03-01 | null | null | 10 | false",
            "2024-12-31 | 2 | bridged | 2024-04-01 | null | null | null | 10 | null",
            "2024-12-31 | 3 | parted | 2024-01-01 | 2024-03-01 | null | null | 10 | false",
            "2024-12-31 | 4 | parted | 2024-04-02 | null | null | null | 10 | false",
            "2024-12-31 | 5 | noticed | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 6 | noticed | 2024-03-02 | null | null | null | 10 | false",
            "2024-12-31 | 7 | moved | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 8 | moved | 2024-03-01 | null | null | null | 10 | false");

    assertSameRows(
        table(
            "account_id string, spell_start date, spell_end date, ended_with_notice boolean",
            "bridged | 2024-01-01 | null | false",
            "parted | 2024-01-01 | 2024-03-01 | false",
            "parted | 2024-04-02 | null | false",
            "noticed | 2024-01-01 | 2024-03-01 | true",
            "noticed | 2024-03-02 | null | false",
            "moved | 2024-01-01 | null | false"),
        CustomerSpells.of(view, GAP).drop("as_of_date"));
  }

  @Test
  void trialsDoNotCountAndAWithdrawnNoticeEndsNothing() {
    Dataset<Row> view =
        view(
            "2024-06-30 | 1 | trial | 2024-01-01 | null | null | null | 10 | true",
            "2024-06-30 | 2 | free | 2024-01-01 | null | null | null | 0 | false",
            "2024-06-30 | 3 | ends | 2024-01-01 | 2024-09-01 | 2024-05-01 | null | 10 | false",
            "2024-06-30 | 4 | stays | 2024-01-01 | 2024-09-01 | 2024-05-01 | 2024-06-01 | 10 | false");

    assertSameRows(
        table(
            "account_id string, spell_start date, spell_end date, ended_with_notice boolean",
            "ends | 2024-01-01 | 2024-09-01 | true",
            "stays | 2024-01-01 | null | false"),
        CustomerSpells.of(view, GAP).drop("as_of_date"));
  }

  @Test
  void ofTwoEndsOnOneDayNoticeOnOneIsNoNoticeOfTheCustomer() {
    Dataset<Row> view =
        view(
            "2024-12-31 | 1 | one | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 2 | one | 2024-01-01 | 2024-03-01 | null | null | 10 | false",
            "2024-12-31 | 3 | one | 2024-03-20 | null | null | null | 10 | false",
            "2024-12-31 | 4 | both | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 5 | both | 2024-01-01 | 2024-03-01 | 2024-01-05 | null | 10 | false",
            "2024-12-31 | 6 | both | 2024-03-20 | null | null | null | 10 | false");

    assertSameRows(
        table(
            "account_id string, spell_start date, spell_end date, ended_with_notice boolean",
            "one | 2024-01-01 | null | false",
            "both | 2024-01-01 | 2024-03-01 | true",
            "both | 2024-03-20 | null | false"),
        CustomerSpells.of(view, GAP).drop("as_of_date"));
  }
}
