package dev.bellwether.relationship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What customer success managers think of their accounts. */
public final class CsmAssessments {
  private CsmAssessments() {}

  /**
   * The latest judgement of each account as of each date of the view.
   *
   * @param assessmentsView a view of csm_assessments
   * @return one row per as_of_date and account_id that was ever judged: {@code points} (green 100,
   *     yellow 50, red 0) and {@code assessed_on}; of several on a day, the one with the greatest
   *     id counts
   */
  public static Dataset<Row> perAccount(Dataset<Row> assessmentsView) {
    Column points =
        when(col("rating").equalTo("green"), 100.0)
            .when(col("rating").equalTo("yellow"), 50.0)
            .when(col("rating").equalTo("red"), 0.0);
    Column order = struct(col("assessed_on"), col("assessment_id"));
    return assessmentsView
        .groupBy(AsOf.DATE, "account_id")
        .agg(max_by(points, order).as("points"), max("assessed_on").as("assessed_on"));
  }
}
