package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What health, the CSM and the prediction said before a renewal was decided: at the last month-end
 * that lies 180, 90 and 30 days, or more, before the decision.
 */
final class SignalsBeforeDecision {
  static final List<Integer> DAYS_BEFORE = List.of(180, 90, 30);
  private static final List<String> SAID = List.of("band", "csm_band", "churn_probability");
  private static final String[] EVENT = {"subscription_id", "renewal_date"};

  private SignalsBeforeDecision() {}

  /** The columns that {@link #join} adds, in their order. */
  static List<String> columns() {
    List<String> columns = new ArrayList<>();
    DAYS_BEFORE.forEach(days -> SAID.forEach(said -> columns.add(name(said, days))));
    return columns;
  }

  private static String name(String said, int days) {
    return said + "_" + days + "d";
  }

  /** Adds what was said to renewal events; null where nothing was. */
  static Dataset<Row> join(Dataset<Row> events, StepInputs inputs) {
    Optional<Dataset<Row>> signals = signals(inputs);
    if (signals.isEmpty()) {
      Map<String, Column> unknown = new LinkedHashMap<>();
      for (String column : columns()) {
        String type = column.startsWith("churn") ? "decimal(9,8)" : "string";
        unknown.put(column, lit(null).cast(type));
      }
      return events.withColumns(unknown);
    }
    Dataset<Row> said =
        asked(events)
            .join(signals.get(), new String[] {"observed_on", "account_id", "days_before"}, "inner")
            .groupBy(col(EVENT[0]), col(EVENT[1]))
            .agg(perDays().get(0), perDays().stream().skip(1).toArray(Column[]::new));
    return events.join(said, EVENT, "left");
  }

  private static List<Column> perDays() {
    List<Column> columns = new ArrayList<>();
    for (int days : DAYS_BEFORE) {
      Column then = col("days_before").equalTo(days);
      SAID.forEach(said -> columns.add(max(when(then, col(said))).as(name(said, days))));
    }
    return columns;
  }

  /** Each event once for each number of days before its decision. */
  private static Dataset<Row> asked(Dataset<Row> events) {
    Column[] days = DAYS_BEFORE.stream().map(each -> lit(each)).toArray(Column[]::new);
    return events
        .select(
            col(EVENT[0]),
            col(EVENT[1]),
            col("account_id"),
            col("decision_date"),
            explode(array(days)).as("days_before"))
        .withColumn("day", date_sub(col("decision_date"), col("days_before")))
        .withColumn(
            "observed_on", expr("if(last_day(day) = day, day, last_day(add_months(day, -1)))"));
  }

  /** What was said at month-ends, by horizon; empty where no health was ever computed. */
  private static Optional<Dataset<Row>> signals(StepInputs inputs) {
    Optional<Dataset<Row>> health = inputs.optional(Tables.ACCOUNT_HEALTH);
    Optional<Dataset<Row>> predictions = inputs.optional(Tables.CHURN_PREDICTION);
    if (health.isEmpty() || predictions.isEmpty()) {
      return Optional.empty();
    }
    List<LocalDate> monthEnds = inputs.monthEnds();
    Column[] days = DAYS_BEFORE.stream().map(each -> lit(each)).toArray(Column[]::new);
    Dataset<Row> said =
        Dates.only(health.get(), monthEnds)
            .where(col("status").equalTo("customer"))
            .select(
                col(AsOf.DATE).as("observed_on"),
                col("account_id"),
                col("band"),
                col("csm_band"),
                explode(array(days)).as("days_before"));
    Dataset<Row> predicted =
        Dates.only(predictions.get(), monthEnds)
            .select(
                col(AsOf.DATE).as("observed_on"),
                col("account_id"),
                col("horizon_days").as("days_before"),
                col("probability").as("churn_probability"));
    return Optional.of(
        said.join(predicted, new String[] {"observed_on", "account_id", "days_before"}, "left"));
  }
}
