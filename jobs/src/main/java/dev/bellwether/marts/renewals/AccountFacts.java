package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.url_encode;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What whoever calls the account should know of it, beside what its probability is made of. */
final class AccountFacts {
  /** Seats in use from which on more will be wanted. */
  private static final double EXPANSION_UTILISATION = 0.8;

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private AccountFacts() {}

  /**
   * Adds name, owner and country, its parent's accounts together, payments, escalations, stuck
   * tickets, touches, sponsor, the last renewal, a move of its support, link.
   *
   * @param health rows of all accounts with {@code account_arr, band, score}
   */
  static Dataset<Row> join(Dataset<Row> rows, Dataset<Row> health, StepInputs inputs) {
    Dataset<Row> accounts =
        inputs
            .view(Tables.ACCOUNTS)
            .select(AsOf.DATE, "account_id", "account_name", "parent_account_id", "csm", "country");
    Dataset<Row> named =
        ParentRollup.join(
            rows.join(accounts, ACCOUNT, "left"),
            health,
            accounts,
            inputs.settings().renewals().parentHealth(),
            inputs.settings().scorecards().main().bands());
    return SupportMoves.join(joinNextTouch(named, inputs), inputs)
        .join(features(inputs), ACCOUNT, "left")
        .join(lastRenewals(inputs), ACCOUNT, "left")
        .withColumn("currency", lit(inputs.settings().currency()))
        .withColumn("account_link", link(inputs.settings().renewals().accountLink()));
  }

  private static Dataset<Row> features(StepInputs inputs) {
    Column sponsorless = col("days_without_sponsor");
    Column oldest = col("oldest_open_ticket_days");
    return inputs
        .view(Tables.ACCOUNT_FEATURES)
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("days_past_due"),
            col("open_escalations"),
            oldest,
            oldest.geq(inputs.settings().support().stuckDays()).as("has_stuck_ticket"),
            col("days_since_last_touch"),
            date_sub(col(AsOf.DATE), col("days_since_last_touch")).as("last_touch_on"),
            when(sponsorless.equalTo(0), "in_place").when(sponsorless.gt(0), "left").as("sponsor"),
            sponsorless,
            col("seat_utilisation").gt(EXPANSION_UTILISATION).as("expansion_signal"));
  }

  /** The next touch that is booked: those of the source that lie ahead. */
  private static Dataset<Row> joinNextTouch(Dataset<Row> rows, StepInputs inputs) {
    Optional<Dataset<Row>> touchpoints = inputs.optional(Tables.TOUCHPOINTS);
    if (touchpoints.isEmpty()) {
      return rows.withColumn("next_touch_on", lit(null).cast("date"));
    }
    Dataset<Row> next =
        AsOf.viewWithAhead(
                touchpoints.get(),
                Contracts.of(Tables.TOUCHPOINTS),
                inputs.points(),
                inputs.settings().timeZone())
            .where(col("happened_on").gt(col(AsOf.DATE)))
            .groupBy(AsOf.DATE, "account_id")
            .agg(min("happened_on").as("next_touch_on"));
    return rows.join(next, ACCOUNT, "left");
  }

  /** The latest renewal of each account that was decided by the date. */
  private static Dataset<Row> lastRenewals(StepInputs inputs) {
    Dataset<Row> decided =
        inputs
            .table(Tables.RENEWAL_OUTCOME)
            .where(RenewalOutcomes.isDecided())
            .select("account_id", "renewal_date", "subscription_id", "outcome", "decided_on");
    Column latest = struct(col("renewal_date"), col("subscription_id"));
    return decided
        .join(broadcast(inputs.points()), col("decided_on").leq(col(AsOf.DATE)), "inner")
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max_by(col("outcome"), latest).as("last_renewal_outcome"),
            max_by(col("renewal_date"), latest).as("last_renewal_date"));
  }

  /** Ids may hold anything; a space in a path is no plus. */
  private static Column link(Optional<String> template) {
    Column id = replace(url_encode(col("account_id")), lit("+"), lit("%20"));
    return template
        .map(text -> replace(lit(text), lit("{account_id}"), id))
        .orElse(lit(null).cast("string"));
  }
}
