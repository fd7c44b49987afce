package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
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

/** What an account's users did on a day: only days that new arrivals touch are made anew. */
public final class AccountActivityDaily implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.ACCOUNT_ACTIVITY_DAILY).optionally(Tables.USER_ACTIVITY_DAILY);
  }

  /** The table, or none where the source feeds no usage. */
  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return inputs
        .optional(Tables.USER_ACTIVITY_DAILY)
        .map(
            userDays ->
                Map.of(
                    Tables.ACCOUNT_ACTIVITY_DAILY,
                    perAccountDay(onlyTouchedDays(userDays, inputs))))
        .orElse(Map.of());
  }

  private static Dataset<Row> onlyTouchedDays(Dataset<Row> userDays, StepInputs inputs) {
    Date latest = Date.valueOf(inputs.latestKnown());
    Dataset<Row> known =
        userDays.where(col(AsOf.ARRIVED_ON).leq(latest).and(col("day").leq(latest)));
    if (inputs.completedThrough().isEmpty()) {
      return known;
    }
    // an event dated ahead of its arrival becomes known on its own day
    Date completed = Date.valueOf(inputs.completedThrough().get());
    Column fresh = col(AsOf.ARRIVED_ON).gt(completed).or(col("day").gt(completed));
    Dataset<Row> touched = known.where(fresh).select(col("day").as("touched")).distinct();
    return known.join(broadcast(touched), col("day").equalTo(col("touched")), "left_semi");
  }

  private static Dataset<Row> perAccountUserDay(Dataset<Row> userDays) {
    return userDays
        .groupBy("account_id", "day", "user_key")
        .agg(sum("events").as("events"), sums().toArray(Column[]::new));
  }

  private static Dataset<Row> perAccountDay(Dataset<Row> userDays) {
    List<Column> sums = sums();
    sums.add(count("user_key").as("users"));
    Column users = when(col("users").gt(0), col("users"));
    return perAccountUserDay(userDays)
        .groupBy("account_id", "day")
        .agg(sum("events").as("events"), sums.toArray(Column[]::new))
        .select(
            col("account_id"),
            col("day"),
            col("events"),
            users.as("active_users"),
            FeatureBits.count().as("features_used"),
            col("duration_s"),
            col("errors"));
  }

  private static List<Column> sums() {
    List<Column> sums = new ArrayList<>(FeatureBits.union());
    sums.add(sum("duration_s").as("duration_s"));
    sums.add(sum("errors").as("errors"));
    return sums;
  }
}
