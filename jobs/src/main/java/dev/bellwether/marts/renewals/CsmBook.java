package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What each owner looks after, and what of it wants looking after. */
final class CsmBook {
  /** Days without a touch from which on an account counts as untouched. */
  private static final int UNTOUCHED_DAYS = 30;

  private static final String TOUCHES_KNOWN = "touches_known";
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};
  private static final String[] OWNER = {AsOf.DATE, "csm"};

  private static final List<String> MONEY_TO_DECIDE =
      List.of("available_to_renew_arr", "expected_arr_loss", "at_risk_arr", "untouched_arr");
  private static final String[] COUNTS = {
    "listed_accounts",
    "unreviewed_accounts",
    "open_disagreements",
    "open_actions",
    "overdue_actions"
  };

  private CsmBook() {}

  /** The rows of csm_book. */
  static Dataset<Row> of(StepInputs inputs) {
    Dataset<Row> books = perOwner(accounts(inputs));
    return books
        .join(broadcast(touchesKnown(inputs)), new String[] {AsOf.DATE}, "left")
        .join(listed(inputs.view(Tables.RENEWAL_RISK)), OWNER, "left")
        .withColumns(noneWithoutList())
        .withColumns(whereTouchesAreKnown("red_accounts_untouched", "untouched_arr"))
        .join(actions(inputs.view(Tables.NEXT_ACTION)), OWNER, "left")
        .na()
        .fill(0, COUNTS);
  }

  /** An owner of whom nobody is listed has nothing to decide: known, and 0. */
  private static Map<String, Column> noneWithoutList() {
    Column isListed = col("listed_accounts").isNotNull();
    return MONEY_TO_DECIDE.stream()
        .collect(
            Collectors.toMap(
                name -> name,
                name -> when(isListed, col(name)).otherwise(lit(0)).cast("decimal(18,2)")));
  }

  /** Whether any touch of a date's accounts is known: else nobody knows whom nobody touched. */
  private static Dataset<Row> touchesKnown(StepInputs inputs) {
    return inputs
        .view(Tables.ACCOUNT_FEATURES)
        .groupBy(AsOf.DATE)
        .agg(max("days_since_last_touch").isNotNull().as(TOUCHES_KNOWN));
  }

  private static Map<String, Column> whereTouchesAreKnown(String... columns) {
    return Stream.of(columns)
        .collect(Collectors.toMap(name -> name, name -> when(col(TOUCHES_KNOWN), col(name))));
  }

  /** Every customer and lapsed account with its owner and its last touch. */
  private static Dataset<Row> accounts(StepInputs inputs) {
    Dataset<Row> owners = inputs.view(Tables.ACCOUNTS).select(AsOf.DATE, "account_id", "csm");
    Dataset<Row> touches =
        inputs
            .view(Tables.ACCOUNT_FEATURES)
            .select(AsOf.DATE, "account_id", "days_since_last_touch");
    return inputs
        .view(Tables.ACCOUNT_HEALTH)
        .where(col("status").isin("customer", "lapsed", "signed"))
        .select(AsOf.DATE, "account_id", "band", "arr")
        .join(owners, ACCOUNT, "left")
        .join(touches, ACCOUNT, "left")
        .withColumn("csm", coalesce(col("csm"), lit("")));
  }

  private static Dataset<Row> perOwner(Dataset<Row> accounts) {
    Column isRed = col("band").equalTo(Band.RED);
    return accounts
        .groupBy(AsOf.DATE, "csm")
        .agg(
            count(lit(1)).as("accounts"),
            KnownMoney.sum(col("arr")).as("arr"),
            count_if(isRed).as("red_accounts"),
            KnownMoney.sumWhere(isRed, col("arr")).as("red_arr"),
            count_if(isRed.and(isUntouched())).as("red_accounts_untouched"));
  }

  private static Dataset<Row> listed(Dataset<Row> list) {
    Column arr = col("available_to_renew_arr");
    Column isOpen = not(col("situation").equalTo(RenewalDecisions.SIGNED));
    Column isAtRisk = col("automated_status").equalTo(Checkpoints.AT_RISK);
    return list.where(isOpen)
        .withColumn("csm", coalesce(col("csm"), lit("")))
        .groupBy(AsOf.DATE, "csm")
        .agg(
            count(lit(1)).as("listed_accounts"),
            KnownMoney.sum(arr).as("available_to_renew_arr"),
            KnownMoney.sum(col("expected_arr_loss")).as("expected_arr_loss"),
            KnownMoney.sumWhere(isAtRisk, arr).as("at_risk_arr"),
            KnownMoney.sumWhere(isUntouched(), arr).as("untouched_arr"),
            count_if(col("reviewed_on").isNull()).as("unreviewed_accounts"),
            count_if(col("to_settle")).as("open_disagreements"));
  }

  private static Dataset<Row> actions(Dataset<Row> actions) {
    return actions
        .where(col("state").isin("open", "started"))
        .withColumn("csm", coalesce(col("csm"), lit("")))
        .groupBy(AsOf.DATE, "csm")
        .agg(count(lit(1)).as("open_actions"), count_if(col("is_overdue")).as("overdue_actions"));
  }

  private static Column isUntouched() {
    return coalesce(col("days_since_last_touch").gt(UNTOUCHED_DAYS), lit(true));
  }
}
