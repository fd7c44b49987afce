package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.CustomerSpells;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * How likely a lapsed account is to stay away, by its days without service: a life table ({@link
 * ReturnTable}) of the earlier lapses of all accounts that were decided by the date.
 *
 * <p>A lapse is a pause in service that began without notice. It is decided once the gap has passed
 * since; who came back by then is no churn.
 */
final class LapsedChurn {
  static final String METHOD = "lapse_table";

  private final ChurnGap gap;
  private final int minimumChurned;
  private final UserDefinedFunction probability;

  LapsedChurn(Settings settings) {
    this.gap = ChurnGap.of(settings);
    this.minimumChurned = settings.churn().minimumChurned();
    this.probability = probability(gap.days(), settings.churn().shrinkage());
  }

  private static UserDefinedFunction probability(int gapDays, double shrinkage) {
    UDF2<scala.collection.Seq<Row>, Integer, Double> churn =
        (lapses, days) -> {
          ReturnTable table = new ReturnTable(gapDays, shrinkage);
          for (Row row : scala.jdk.javaapi.CollectionConverters.asJava(lapses)) {
            Integer away = row.getAs("days_away");
            table.add(away == null ? ReturnTable.NEVER : away, row.<Long>getAs("lapses"));
          }
          return table.stayingAway(days);
        };
    return udf(churn, DataTypes.DoubleType);
  }

  /**
   * Adds {@code lapsed_probability}, {@code lapsed_method} and {@code lapsed_outcomes} to rows of
   * {@code as_of_date, situation, days_to_decision}; null for all that have not lapsed. The
   * probability is null, and the method unknown, while fewer accounts than the least have stayed
   * away.
   *
   * @param subscriptions a view of subscriptions
   */
  Dataset<Row> join(Dataset<Row> rows, Dataset<Row> subscriptions) {
    Column isLapsed = col("situation").equalTo(RenewalDecisions.LAPSED);
    Column outcomes = coalesce(col("stayed_away"), lit(0L));
    Column isEnough = outcomes.geq(minimumChurned);
    Column told =
        probability.apply(col("lapse_counts"), datediff(col(AsOf.DATE), col("renewal_date")));
    return rows.join(broadcast(perDate(subscriptions)), new String[] {AsOf.DATE}, "left")
        .withColumn("lapsed_outcomes", when(isLapsed, outcomes))
        .withColumn("lapsed_method", when(isLapsed, when(isEnough, METHOD).otherwise("unknown")))
        .withColumn("lapsed_probability", when(isLapsed.and(isEnough), told).cast("decimal(9,8)"))
        .drop("lapse_counts", "stayed_away");
  }

  /** How many lapses ended after how many days, and how many accounts ever stayed away. */
  private Dataset<Row> perDate(Dataset<Row> subscriptions) {
    Dataset<Row> lapses = lapses(subscriptions);
    Dataset<Row> counts =
        lapses
            .groupBy(AsOf.DATE, "days_away")
            .agg(count(lit(1)).as("lapses"))
            .groupBy(AsOf.DATE)
            .agg(collect_list(struct("days_away", "lapses")).as("lapse_counts"));
    Dataset<Row> stayed =
        lapses
            .where(col("days_away").isNull())
            .groupBy(AsOf.DATE)
            .agg(countDistinct("account_id").as("stayed_away"));
    return counts.join(broadcast(stayed), new String[] {AsOf.DATE}, "left");
  }

  /** The lapses decided by each date; {@code days_away} is null of those that did not come back. */
  private Dataset<Row> lapses(Dataset<Row> subscriptions) {
    Column next =
        lead(col("spell_start"), 1)
            .over(Window.partitionBy(AsOf.DATE, "account_id").orderBy("spell_start"));
    Column end = col("spell_end");
    Column away = datediff(col("next_start"), end);
    // without a gap every pause begins a spell of its own
    return CustomerSpells.of(subscriptions, new ChurnGap(0))
        .withColumn("next_start", next)
        .where(not(col("ended_with_notice")).and(gap.lastReturn(end).leq(col(AsOf.DATE))))
        .withColumn("days_away", when(col("next_start").leq(gap.lastReturn(end)), away));
  }
}
