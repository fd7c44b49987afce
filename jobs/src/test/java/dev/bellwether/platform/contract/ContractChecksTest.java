package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class ContractChecksTest extends SparkTest {
  private static final Contract RATINGS = ContractFixtures.ratings();
  private static final String DDL =
      "account_id string, day date, rating string, amount decimal(18,2), share double, parts int";

  @Test
  void soundRowsBreakNothing() {
    assertThat(ContractChecks.violations(table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 3"), RATINGS))
        .isEmpty();
  }

  @Test
  void nullsBreakNothingButRequiredColumns() {
    Dataset<Row> rows = table(DDL, "a | null | null | null | null | null");

    assertThat(ContractChecks.violations(rows, RATINGS))
        .containsExactly(new Violation("day_required", "day is never null", false, 1));
  }

  @Test
  void everyKindOfBreachIsCounted() {
    Dataset<Row> rows =
        table(
            DDL,
            "null | 2024-01-01 | blue | -0.01 | NaN       | 0",
            "a    | 2024-01-01 | red  | 11    | -Infinity | 1",
            "a    | 2024-01-02 | red  | 12    | 1         | 7");

    assertThat(ContractChecks.violations(rows, RATINGS))
        .extracting(Violation::check, Violation::count, Violation::warning)
        .containsExactly(
            tuple("account_id_required", 1L, false),
            tuple("rating_valid", 1L, false),
            tuple("amount_minimum", 1L, false),
            tuple("amount_maximum", 2L, false),
            tuple("share_finite", 2L, false),
            tuple("parts_minimum", 1L, false),
            tuple("red_has_few_parts", 1L, true));
  }

  @Test
  void rowsBeyondTheFirstOfAKeyAreCounted() {
    Dataset<Row> rows =
        table(
            DDL,
            "a | 2024-01-01 | red   | 1 | 1 | 1",
            "a | 2024-01-01 | green | 1 | 1 | 1",
            "a | 2024-01-01 | red   | 1 | 1 | 1",
            "a | 2024-01-02 | red   | 1 | 1 | 1");

    assertThat(ContractChecks.violations(rows, RATINGS))
        .containsExactly(
            new Violation("unique_key", "no two rows share account_id, day", false, 2));
  }

  @Test
  void conformedColumnsStandInOrderAndCarryTheirDescriptions() {
    Dataset<Row> rows =
        table(
            "parts int, share double, amount decimal(18,2), rating string, day date, account_id"
                + " string",
            "3 | 0.5 | 1 | red | 2024-01-01 | a");

    Dataset<Row> conformed = ContractChecks.conform(rows, RATINGS);

    assertSameRows(table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 3"), conformed);
    assertThat(conformed.schema().apply("day").getComment().get()).isEqualTo("Day of the rating.");
  }

  @Test
  void nothingIsCastSilently() {
    Dataset<Row> rows =
        table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 3")
            .withColumn("parts", functions.expr("CAST(parts AS bigint)"))
            .withColumnRenamed("share", "portion");

    assertThatThrownBy(() -> ContractChecks.conform(rows, RATINGS))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("parts is bigint, not int")
        .hasMessageContaining("share is missing (double)")
        .hasMessageContaining("portion is not in the contract (double)");
  }

  @Test
  void aColumnThatIsThereTwiceIsAnError() {
    Dataset<Row> rows = table(DDL, "a | 2024-01-01 | red | 1 | 0.5 | 3");

    assertThatThrownBy(
            () -> ContractChecks.conform(rows.select(rows.col("*"), rows.col("day")), RATINGS))
        .hasMessageContaining("a column is there twice");
  }

  @Test
  void everyShippedRuleIsSqlOnTheColumnsOfItsTable() {
    for (Contract contract : Contracts.all()) {
      Dataset<Row> empty = spark().createDataFrame(List.of(), contract.schema());

      Dataset<Row> asked =
          ContractChecks.conform(empty, contract)
              .select(RowRules.problems(contract), RowRules.warnings(contract));

      assertThat(asked.dtypes()).as(contract.name()).hasSize(2);
    }
  }

  @Test
  void anEmptyTableKeepsItsContract() {
    Contract surveys = Contracts.of("surveys");

    assertThat(
            ContractChecks.violations(
                spark().createDataFrame(List.of(), surveys.schema()), surveys))
        .isEmpty();
  }
}
