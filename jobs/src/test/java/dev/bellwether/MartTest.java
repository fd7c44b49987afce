package dev.bellwether;

import dev.bellwether.config.Scorecard;
import dev.bellwether.config.Secret;
import dev.bellwether.config.Settings;
import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import dev.bellwether.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What tests of steps that make marts extend: settings, and runs of a step without storage. */
public abstract class MartTest extends SparkTest {
  protected static final int GAP_DAYS = 31;

  /** Settings with a gap of 31 days and a window of 90. */
  protected static Settings settings(
      Scorecard scorecard, Settings.ChurnLabel label, int minimumChurned, double shrinkage) {
    return new Settings(
        "unused",
        ZoneOffset.UTC,
        "EUR",
        new Settings.Churn(label, GAP_DAYS, minimumChurned, shrinkage),
        new Settings.Renewals(90),
        new Settings.Spark(0, 0, 1),
        new Settings.Privacy(new Secret(null)),
        scorecard);
  }

  protected static List<LocalDate> days(String... dates) {
    return List.of(dates).stream().map(LocalDate::parse).toList();
  }

  /** One run of a step; its outputs in the columns of their contracts, as collected rows. */
  protected static Map<String, Dataset<Row>> run(
      Step step,
      Settings settings,
      List<LocalDate> dates,
      Map<String, Dataset<Row>> tables,
      Map<String, Dataset<Row>> earlier,
      LocalDate completedThrough) {
    StepInputs inputs =
        new StepInputs(
            spark(),
            settings,
            dates,
            tables,
            earlier,
            Optional.ofNullable(completedThrough),
            Map.of());
    Map<String, Dataset<Row>> outputs = new HashMap<>();
    step.build(inputs)
        .forEach(
            (name, rows) -> {
              Dataset<Row> shaped = Warehouse.onlyContractColumns(rows, Contracts.of(name));
              outputs.put(name, spark().createDataFrame(shaped.collectAsList(), rowSchema(shaped)));
            });
    return outputs;
  }

  /** Every date in a run of its own, each seeing the rows of the runs before it. */
  protected static Map<String, Dataset<Row>> runOneByOne(
      Step step, Settings settings, List<LocalDate> dates, Map<String, Dataset<Row>> tables) {
    Map<String, Dataset<Row>> all = new HashMap<>();
    for (LocalDate date : dates) {
      Map<String, Dataset<Row>> known = new HashMap<>();
      tables.forEach((name, rows) -> known.put(name, onlyUpTo(rows, date)));
      run(step, settings, List.of(date), known, all, null)
          .forEach((name, rows) -> all.merge(name, rows, Dataset::unionByName));
    }
    return all;
  }

  /** Fails when a row breaks its contract: null, range, enumeration, key or check. */
  protected static void assertKeepsContract(String table, Dataset<Row> rows) {
    dev.bellwether.contract.Contract contract = Contracts.of(table);
    List<String> violations = new ArrayList<>();
    contract.checks().forEach(check -> violations.add(check.violation()));
    for (dev.bellwether.contract.Column column : contract.columns()) {
      String name = column.name();
      if (column.required()) {
        violations.add(name + " IS NULL");
      }
      if (column.minimum() != null) {
        violations.add(name + " < " + column.minimum());
      }
      if (column.maximum() != null) {
        violations.add(name + " > " + column.maximum());
      }
      if (!column.validValues().isEmpty()) {
        violations.add(name + " NOT IN ('" + String.join("', '", column.validValues()) + "')");
      }
    }
    for (String violation : violations) {
      org.assertj.core.api.Assertions.assertThat(rows.where(violation).collectAsList())
          .as("%s: %s", table, violation)
          .isEmpty();
    }
    org.assertj.core.api.Assertions.assertThat(
            rows.select(
                    contract.key().stream()
                        .map(org.apache.spark.sql.functions::col)
                        .toArray(org.apache.spark.sql.Column[]::new))
                .distinct()
                .count())
        .as("distinct keys of %s", table)
        .isEqualTo(rows.count());
  }

  private static Dataset<Row> onlyUpTo(Dataset<Row> rows, LocalDate date) {
    return List.of(rows.columns()).contains("as_of_date")
        ? rows.where(rows.col("as_of_date").leq(Date.valueOf(date)))
        : rows;
  }

  private static org.apache.spark.sql.types.StructType rowSchema(Dataset<Row> rows) {
    org.apache.spark.sql.types.StructType nullable = new org.apache.spark.sql.types.StructType();
    for (org.apache.spark.sql.types.StructField field : rows.schema().fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
