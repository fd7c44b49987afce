package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The units that {@link Standardised#differences} compares. */
final class Units {
  private Units() {}

  /** What is measured of a row, under its name; rows of which it is null are no units of it. */
  static Column measure(String name, Column value) {
    return struct(lit(name).as("name"), value.cast("decimal(18,4)").as("value"));
  }

  /**
   * Units of each account, way and cell, and the sum of what is measured of them.
   *
   * @param rows with {@code dimension, way, cell, account_id}
   */
  static Dataset<Row> of(Dataset<Row> rows, Column... measures) {
    return rows.withColumn("measured", explode(array(measures)))
        .where(col("measured.value").isNotNull())
        .groupBy(
            col("measured.name").as("measure"),
            col("dimension"),
            col("way"),
            col("cell"),
            col("account_id"))
        .agg(count(lit(1)).as("units"), sum("measured.value").as("total"));
  }
}
