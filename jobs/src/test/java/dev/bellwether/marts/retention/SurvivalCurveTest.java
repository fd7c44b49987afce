package dev.bellwether.marts.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SurvivalCurveTest extends MartTest {
  @Test
  void aCurveEndsBeforeTheFirstAgeAtWhichNobodyWasSeen() {
    Dataset<Row> ages =
        table(
            "cut string, cut_value string, months int, customers_at_risk bigint, churned_customers"
                + " bigint, mrr_at_risk decimal(18,2), mrr_kept decimal(18,2), before_squared"
                + " double, both double, after_squared double",
            "cohort | whole | 1 | 10 | 2 | 100 | 80 | 1000 | 800 | 800",
            "cohort | whole | 2 | 8 | 4 | 80 | 40 | 800 | 400 | 400",
            "cohort | late | 3 | 9 | 0 | 90 | 90 | 900 | 900 | 900",
            "cohort | torn | 1 | 9 | 0 | 90 | 90 | 900 | 900 | 900",
            "cohort | torn | 3 | 9 | 3 | 90 | 60 | 900 | 600 | 600");

    assertThat(
            SurvivalCurve.of(ages)
                .orderBy("cut_value", "months")
                .selectExpr(
                    "cut_value",
                    "months",
                    "round(customer_retention, 6)",
                    "customer_retention_low IS NULL",
                    "round(revenue_retention, 6)",
                    "revenue_retention_high IS NULL")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly(
            "late 3 null true null true",
            "torn 1 1.0 true 1.0 true",
            "torn 3 null true null true",
            "whole 1 0.8 false 0.8 false",
            "whole 2 0.4 false 0.4 false");
  }
}
