package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;

import dev.bellwether.marts.cuts.Cuts;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The groups of accounts that retention is shown for. */
final class AccountCuts {
  private AccountCuts() {}

  /**
   * Each row once for every cut: {@code all}, {@code segment}, {@code region} (country), {@code
   * plan} and {@code cohort} (the month of {@code started_on}).
   *
   * @param rows with {@code segment, country, plan, started_on}
   */
  static Dataset<Row> explodeEach(Dataset<Row> rows) {
    return Cuts.explodeEach(
            rows,
            Map.of(
                "segment", col("segment"),
                "region", col("country"),
                "plan", col("plan"),
                "cohort", date_format(col("started_on"), "yyyy-MM")))
        .drop("segment", "country", "plan", "started_on");
  }
}
