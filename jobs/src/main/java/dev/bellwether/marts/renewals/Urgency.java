package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * In which order accounts are to be looked after: by urgency, and within it by the ARR that is
 * expected to be lost. Where no loss is known, a share of the ARR to decide stands for it in this
 * order, and nowhere else: all of it once the decision has passed, notice is in force, or health is
 * red, half while it is yellow or unknown, a tenth while it is green.
 *
 * <ul>
 *   <li>{@code passed}: the decision has passed without an answer (lapsed, overdue).
 *   <li>{@code deadline}: notice is in force, or the decision falls within the urgent days.
 *   <li>{@code window}: any other decision within the window.
 *   <li>{@code monthly}: nothing is open but month-to-month terms, which decide each month anyway.
 *   <li>{@code signed}: nothing is left to decide.
 * </ul>
 */
final class Urgency {
  private static final String PASSED = "passed";
  private static final String DEADLINE = "deadline";
  private static final String IN_WINDOW = "window";
  private static final String MONTHLY = "monthly";
  private static final String SIGNED = "signed";

  private static final List<String> IN_ORDER =
      List.of(PASSED, DEADLINE, IN_WINDOW, MONTHLY, SIGNED);

  private static final BigDecimal ALL = new BigDecimal("1.0");
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal A_TENTH = new BigDecimal("0.1");

  private Urgency() {}

  /** Adds {@code urgency, rank} (per date) and {@code owner_rank} (per date and csm). */
  static Dataset<Row> rank(Dataset<Row> rows, int urgentDays) {
    Dataset<Row> urgent = rows.withColumn("urgency", of(urgentDays));
    Dataset<Row> ranked =
        urgent.withColumn(
            "rank",
            row_number().over(inOrder(Window.partitionBy(AsOf.DATE, DecidingAccounts.IN_WINDOW))));
    return ranked.withColumn(
        "owner_rank",
        row_number()
            .over(
                Window.partitionBy(AsOf.DATE, DecidingAccounts.IN_WINDOW, "csm")
                    .orderBy(col("rank").asc())));
  }

  private static Column of(int urgentDays) {
    Column situation = col("situation");
    return when(situation.equalTo(RenewalDecisions.SIGNED), SIGNED)
        .when(situation.isin(RenewalDecisions.LAPSED, RenewalDecisions.OVERDUE), PASSED)
        .when(DecidingAccounts.isMonthly(), MONTHLY)
        .when(situation.equalTo(RenewalDecisions.NOTICE), DEADLINE)
        .when(col("days_to_decision").leq(urgentDays), DEADLINE)
        .otherwise(IN_WINDOW);
  }

  private static WindowSpec inOrder(WindowSpec date) {
    return date.orderBy(
        place().asc(),
        atStake().desc_nulls_last(),
        BandOrder.withUnknownBeforeGreen(col("band")).asc(),
        col("available_to_renew_arr").desc_nulls_last(),
        col("account_id").asc());
  }

  private static Column atStake() {
    Column share =
        when(col("situation").notEqual(RenewalDecisions.UPCOMING), ALL)
            .when(col("band").equalTo(Band.RED), ALL)
            .when(col("band").equalTo(Band.GREEN), A_TENTH)
            .otherwise(HALF);
    return coalesce(col("expected_arr_loss"), col("available_to_renew_arr").multiply(share));
  }

  private static Column place() {
    Column place = lit(null).cast("int");
    for (int i = 0; i < IN_ORDER.size(); i++) {
      place = coalesce(place, when(col("urgency").equalTo(IN_ORDER.get(i)), i));
    }
    return place;
  }
}
