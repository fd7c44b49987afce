package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How providers of support are organised, and when. */
public final class Organisation {
  private static final String[] COLUMNS = {
    "valid_from",
    "valid_until",
    "provider_name",
    "model",
    "tenancy",
    "location",
    "lines",
    "calendar_id",
    "tickets_per_day",
    "kept_target",
    "credit_share"
  };

  private Organisation() {}

  /** The same of one day. */
  public static Dataset<Row> join(Dataset<Row> rows, Optional<Dataset<Row>> providers, Column day) {
    return join(rows, providers, day, day);
  }

  /**
   * Adds how a row's provider was organised on a day, or last in some days: {@code provider_name,
   * model, tenancy, location, lines, calendar_id, tickets_per_day, kept_target, credit_share}, null
   * where nothing is known of it. Of periods that overlap, the one that began last counts.
   *
   * @param rows with {@code provider_id}
   * @param providers a view of support_providers, where the source feeds them
   * @param first the first of the days
   * @param last the last of them
   */
  public static Dataset<Row> join(
      Dataset<Row> rows, Optional<Dataset<Row>> providers, Column first, Column last) {
    if (providers.isEmpty()) {
      return rows.withColumn("calendar_id", lit(null).cast("string"))
          .withColumn("lines", lit(null).cast("string"))
          .withColumn("provider_name", lit(null).cast("string"))
          .withColumn("model", lit(null).cast("string"))
          .withColumn("tenancy", lit(null).cast("string"))
          .withColumn("location", lit(null).cast("string"))
          .withColumn("tickets_per_day", lit(null).cast("int"))
          .withColumn("kept_target", lit(null).cast("decimal(6,4)"))
          .withColumn("credit_share", lit(null).cast("decimal(6,4)"));
    }
    Column period = struct(COLUMNS[0], Arrays.copyOfRange(COLUMNS, 1, COLUMNS.length));
    Dataset<Row> periods =
        providers.get().groupBy("provider_id").agg(collect_list(period).as("periods"));
    Column inForce =
        array_max(
            filter(
                col("periods"),
                one ->
                    one.getField("valid_from")
                        .leq(last)
                        .and(coalesce(one.getField("valid_until").gt(first), lit(true)))));
    return rows.join(broadcast(periods), "provider_id", "left")
        .withColumn("organised", inForce)
        .select(col("*"), col("organised.*"))
        .drop("periods", "organised", "valid_from", "valid_until");
  }
}
