package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The as-of views that recurring revenue is computed from. */
public final class BillingViews {
  private static final String ACCOUNT = "account_id";
  private static final String[] KEY = {AsOf.DATE, ACCOUNT};

  /** Column of {@link #subscriptions}: the account in the source, whichever carries it on. */
  public static final String OWN_ACCOUNT = "own_account_id";

  private BillingViews() {}

  /**
   * Subscriptions as known at each point, those booked ahead included, in the account that they
   * count for: those of a merged account (see {@link Mergers}) in the one that carries on. {@value
   * #OWN_ACCOUNT} is the one that the source has them in.
   */
  public static Dataset<Row> subscriptions(StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> whole = withFamilies(inputs, points);
    Dataset<Row> own = ownSubscriptions(inputs, whole).withColumn(OWN_ACCOUNT, col(ACCOUNT));
    return inMergedAccounts(own, mergers(inputs, own, whole));
  }

  /**
   * Subscriptions as known at each point, in the accounts of the source. One that was deleted at
   * the source ended on the day on which it was missing, as its contract says ({@code deletion}):
   * who has paid does not turn into somebody who never did.
   */
  public static Dataset<Row> ownSubscriptions(StepInputs inputs, Dataset<Row> points) {
    return AsOf.viewWithAhead(
        inputs.table(Tables.SUBSCRIPTIONS),
        Contracts.of(Tables.SUBSCRIPTIONS),
        points,
        inputs.settings().timeZone());
  }

  /**
   * Accounts merged by each point, where accounts are known: {@code as_of_date, account_id,
   * merged_into}.
   */
  public static Optional<Dataset<Row>> mergers(StepInputs inputs, Dataset<Row> points) {
    return mergers(inputs, ownSubscriptions(inputs, points), points);
  }

  static Optional<Dataset<Row>> mergers(StepInputs inputs, Dataset<Row> own, Dataset<Row> points) {
    ChurnGap gap = ChurnGap.of(inputs.settings());
    return inputs
        .optionalView(Tables.ACCOUNTS, points)
        .map(
            accounts ->
                Mergers.perAccount(own, accounts, Families.of(inputs.table(Tables.ACCOUNTS)), gap));
  }

  /** Rows of an account at an as-of date, in the account that it has merged into by then. */
  static Dataset<Row> inMergedAccounts(Dataset<Row> rows, Optional<Dataset<Row>> mergers) {
    return mergers
        .map(
            merged ->
                rows.join(merged, KEY, "left")
                    .withColumn(ACCOUNT, coalesce(col(Mergers.MERGED_INTO), col(ACCOUNT)))
                    .drop(Mergers.MERGED_INTO))
        .orElse(rows);
  }

  /** Points of single accounts for all accounts of their family, which may carry them on. */
  private static Dataset<Row> withFamilies(StepInputs inputs, Dataset<Row> points) {
    Optional<Dataset<Row>> accounts = inputs.optional(Tables.ACCOUNTS);
    if (accounts.isEmpty() || !Arrays.asList(points.columns()).contains(ACCOUNT)) {
      return points;
    }
    Dataset<Row> members = Families.of(accounts.get());
    Dataset<Row> others =
        points
            .select(KEY[0], KEY[1])
            .join(members, ACCOUNT)
            .select(AsOf.DATE, Families.FAMILY)
            .join(members, Families.FAMILY)
            .select(KEY[0], KEY[1]);
    return points.select(KEY[0], KEY[1]).union(others).distinct();
  }

  /** Exchange rates into the reporting currency as known at each point. */
  public static ExchangeRates exchangeRates(StepInputs inputs, Dataset<Row> points) {
    return ExchangeRates.of(
        inputs.optionalView(Tables.EXCHANGE_RATES, points), inputs.settings().currency());
  }
}
