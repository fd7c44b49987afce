package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What users did on a day, by the day on which it became known: only arrivals that no completed run
 * has seen are rolled up. Our own staff and programs are left out.
 */
public final class UserActivityDaily implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.USER_ACTIVITY_DAILY, Tables.FEATURE_DICTIONARY)
        .optionally(Tables.USAGE_EVENTS);
  }

  /** Both tables, the dictionary where it has changed; none where the source feeds no usage. */
  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return inputs
        .optional(Tables.USAGE_EVENTS)
        .map(events -> build(events, inputs))
        .orElse(Map.of());
  }

  private static Map<String, Dataset<Row>> build(Dataset<Row> events, StepInputs inputs) {
    Dataset<Row> fresh = onlyUse(onlyUsers(onlyNewArrivals(events, inputs)));
    FeatureDictionary dictionary =
        FeatureDictionary.extended(inputs.completed(Tables.FEATURE_DICTIONARY), fresh);
    Dataset<Row> table = dictionary.table(events);
    Dataset<Row> dated =
        fresh.withColumn("day", BusinessDay.of(col("occurred_at"), inputs.settings().timeZone()));
    Dataset<Row> daily =
        perUserDay(withBit(dated, table), dictionary.fitsOneLong() ? 1 : FeatureBits.COLUMNS);
    return dictionary.isNew()
        ? Map.of(Tables.USER_ACTIVITY_DAILY, daily, Tables.FEATURE_DICTIONARY, table)
        : Map.of(Tables.USER_ACTIVITY_DAILY, daily);
  }

  private static Dataset<Row> onlyNewArrivals(Dataset<Row> events, StepInputs inputs) {
    Column arrived = col(AsOf.ARRIVED_ON);
    Column known = arrived.leq(Date.valueOf(inputs.latestKnown()));
    Column unseen =
        inputs.completedThrough().map(day -> arrived.gt(Date.valueOf(day))).orElse(lit(true));
    return events.where(known.and(unseen)).where(not(coalesce(col(AsOf.DELETED), lit(false))));
  }

  private static Dataset<Row> onlyUsers(Dataset<Row> events) {
    return events.where(coalesce(col("actor"), lit("user")).equalTo("user"));
  }

  /** A row that stands for no events is no use. */
  private static Dataset<Row> onlyUse(Dataset<Row> events) {
    return events.where(coalesce(col("events"), lit(1L)).gt(0));
  }

  private static Dataset<Row> withBit(Dataset<Row> events, Dataset<Row> dictionary) {
    Dataset<Row> bits =
        dictionary.select(col("feature").as("known_feature"), col("bit").as("known_bit"));
    Column bit =
        when(
            col("feature").isNotNull(),
            coalesce(col("known_bit"), lit(FeatureDictionary.SHARED_BIT)));
    return events
        .join(broadcast(bits), col("feature").equalTo(col("known_feature")), "left")
        .withColumn("bit", bit);
  }

  private static Dataset<Row> perUserDay(Dataset<Row> events, int bitColumnsUsed) {
    Column count = coalesce(col("events"), lit(1L));
    List<Column> sums = new ArrayList<>();
    sums.add(sum(col("duration_s")).as("duration_s"));
    sums.add(sum(col("errors")).as("errors"));
    for (int i = 0; i < FeatureBits.COLUMNS; i++) {
      sums.add((i < bitColumnsUsed ? featureBits(i) : lit(0L)).as(FeatureBits.name(i)));
    }
    Column withErrors = sum(when(col("errors").isNotNull(), count));
    sums.add(coalesce(withErrors, lit(0L)).as("events_with_errors_known"));
    return events
        .groupBy("account_id", "user_key", "day", AsOf.ARRIVED_ON)
        .agg(sum(count).as("events"), sums.toArray(Column[]::new));
  }

  private static Column featureBits(int index) {
    int from = Long.SIZE * index;
    Column here = col("bit").between(from, from + Long.SIZE - 1);
    // the Java function takes a fixed distance only
    Column set = expr("shiftleft(1L, bit - " + from + ")");
    return coalesce(bit_or(when(here, set)), lit(0L));
  }
}
