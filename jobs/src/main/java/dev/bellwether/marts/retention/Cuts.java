package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The groups of accounts that retention is shown for: each account is in one of each cut. */
final class Cuts {
  /** Columns: the name of the cut, and the account's group in it. */
  static final String CUT = "cut";

  static final String VALUE = "cut_value";
  private static final String UNKNOWN = "unknown";

  private Cuts() {}

  /**
   * Each row once for every cut: {@code all}, {@code segment}, {@code region} (country), {@code
   * plan} and {@code cohort} (the month of {@code started_on}).
   *
   * @param rows with {@code segment, country, plan, started_on}
   */
  static Dataset<Row> explodeEach(Dataset<Row> rows) {
    return rows.withColumn(
            "group",
            explode(
                array(
                    group("all", lit("all")),
                    group("segment", col("segment")),
                    group("region", col("country")),
                    group("plan", col("plan")),
                    group("cohort", date_format(col("started_on"), "yyyy-MM")))))
        .withColumn(CUT, col("group.name"))
        .withColumn(VALUE, col("group.value"))
        .drop("group", "segment", "country", "plan", "started_on");
  }

  private static Column group(String name, Column value) {
    return struct(lit(name).as("name"), coalesce(value, lit(UNKNOWN)).as("value"));
  }

  /** The columns of a group, and others. */
  static Column[] with(String... others) {
    return Stream.concat(Arrays.stream(others), Stream.of(CUT, VALUE))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
