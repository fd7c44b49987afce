package dev.bellwether.facts.relationship;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Who stands for whom: what CSMs think of their accounts, when they last met, and sponsors. */
public final class Relations {
  private static final String SPONSOR = "sponsor";

  private Relations() {}

  /**
   * Relations of each account as of each date of the views, in one pass over them.
   *
   * @param assessments a view of csm_assessments
   * @param touchpoints a view of touchpoints
   * @param contacts a view of contacts
   * @return one row per as_of_date and account_id that any of them names: {@code points} of the
   *     latest judgement (see {@link CsmRating}) and {@code assessed_on}; of several on a day, the
   *     one with the greatest id counts; {@code touched_on} (the last touch); {@code sponsors}
   *     (still there) and {@code sponsor_left_on} (the last one that left)
   */
  public static Dataset<Row> perAccount(
      Dataset<Row> assessments, Dataset<Row> touchpoints, Dataset<Row> contacts) {
    Column[] key = {col(AsOf.DATE), col("account_id")};
    Dataset<Row> judged =
        assessments.select(
            key[0],
            key[1],
            col("assessed_on"),
            col("assessment_id"),
            CsmRating.points(col("rating")).as("points"));
    Dataset<Row> touched = touchpoints.select(key[0], key[1], col("happened_on"));
    Dataset<Row> sponsors =
        contacts
            .where(col("role").equalTo(SPONSOR))
            .select(key[0], key[1], col("contact_id"), col("left_on"));
    return perAccount(judged.unionByName(touched, true).unionByName(sponsors, true));
  }

  private static Dataset<Row> perAccount(Dataset<Row> records) {
    Column order =
        when(col("assessed_on").isNotNull(), struct(col("assessed_on"), col("assessment_id")));
    Column isThere = coalesce(col("left_on").gt(col(AsOf.DATE)), lit(true));
    return records
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max_by(col("points"), order).as("points"),
            max("assessed_on").as("assessed_on"),
            max("happened_on").as("touched_on"),
            count_if(col("contact_id").isNotNull().and(isThere)).as("sponsors"),
            max("left_on").as("sponsor_left_on"));
  }
}
