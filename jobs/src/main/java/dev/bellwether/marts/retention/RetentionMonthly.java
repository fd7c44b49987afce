package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.facts.billing.RetainedRevenue;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How revenue and customers were retained in each month, by groups of accounts, and how long they
 * stay ({@link RetentionCurves}). Only nights that end a month make rows.
 *
 * <p>An account is in the group that it was in when the period began, or, when it was no customer
 * yet, at its end; segment and region are as known at its end.
 */
public final class RetentionMonthly implements Step {
  private static final int MONTH = 1;
  static final int YEAR = 12;
  private static final String[] KEY = {AsOf.DATE, "account_id"};
  private static final String[] MEASURES = {
    "was_customer", "is_customer", "mrr_before", "mrr_after", "mrr"
  };

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.RETENTION_MONTHLY, Tables.RETENTION_COHORT)
        .from(Tables.SUBSCRIPTIONS, Tables.ACCOUNTS)
        .optionally(Tables.EXCHANGE_RATES, Tables.SURVEYS, Tables.RENEWAL_OUTCOME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    List<LocalDate> months = inputs.dates().stream().filter(Dates::isMonthEnd).toList();
    if (months.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        Tables.RETENTION_MONTHLY,
        perMonth(inputs, months),
        Tables.RETENTION_COHORT,
        RetentionCurves.asOf(inputs, months.get(months.size() - 1)));
  }

  private static Dataset<Row> perMonth(StepInputs inputs, List<LocalDate> months) {
    Dataset<Row> points = Dates.points(inputs.spark(), months);
    Dataset<Row> accounts =
        inputs.view(Tables.ACCOUNTS, points).select(AsOf.DATE, "account_id", "segment", "country");
    Dataset<Row> month = withEvidence(revenue(inputs, points, MONTH), inputs, points);
    Dataset<Row> both = month.unionByName(revenue(inputs, points, YEAR), true);
    Dataset<Row> known = both.join(accounts, KEY, "left");
    Dataset<Row> groups = RetentionMeasures.perGroup(AccountCuts.explodeEach(onlyTelling(known)));
    Dataset<Row> whole =
        LifetimeValue.withTrailingYear(
            RetentionMeasures.withRates(groups),
            inputs
                .completed(Tables.RETENTION_MONTHLY)
                .map(
                    rows ->
                        rows.where(
                            not(col("month").isin(months.stream().map(Date::valueOf).toArray())))),
            inputs.settings().retention());
    return ContractColumns.only(whole, Contracts.of(Tables.RETENTION_MONTHLY));
  }

  /** Revenue over so many months, each account once as seen and once with gaps bridged. */
  private static Dataset<Row> revenue(StepInputs inputs, Dataset<Row> points, int months) {
    Column earlier = last_day(add_months(col(AsOf.DATE), -months));
    Dataset<Row> ends = RetainedRevenue.perAccount(inputs, points, earlier);
    return ends.where(months == MONTH ? lit(true) : earlier.geq(lit(completeFrom(inputs))))
        .withColumn("months", lit(months))
        .withColumnRenamed("first_paid_on", "started_on")
        .withColumn("seen", explode(array(seen("as_seen", ""), seen("bridged", "bridged_"))))
        .select(columns("seen.*"));
  }

  /** Before it only those are known who stayed, so that nothing can be said of a year. */
  static Date completeFrom(StepInputs inputs) {
    LocalDate always = LocalDate.EPOCH.minusYears(100);
    return Date.valueOf(inputs.historyCompleteFrom().getOrDefault(Tables.SUBSCRIPTIONS, always));
  }

  private static Column seen(String gaps, String prefix) {
    return struct(
        Stream.concat(
                Stream.of(lit(gaps).as("gaps")),
                Arrays.stream(MEASURES).map(name -> col(prefix + name).as(name)))
            .toArray(Column[]::new));
  }

  private static Column[] columns(String seen) {
    return Stream.of(
            KEY[0], KEY[1], "months", "had_paid", "started_on", "plan", "lapse_open_until", seen)
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  /** What was answered and what was decided in the month, where the source tells. */
  private static Dataset<Row> withEvidence(
      Dataset<Row> revenue, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> answered =
        inputs
            .optionalView(Tables.SURVEYS, points)
            .map(view -> AnswersInMonth.perAccount(view, inputs.settings().timeZone()))
            .map(answers -> revenue.join(answers, KEY, "left"))
            .orElse(revenue);
    return inputs
        .optional(Tables.RENEWAL_OUTCOME)
        .map(outcomes -> answered.join(RenewalsInMonth.perAccount(outcomes), KEY, "left"))
        .orElse(answered);
  }

  /** Customers at either end, and accounts that have something to say although they were none. */
  private static Dataset<Row> onlyTelling(Dataset<Row> accounts) {
    List<String> present = Arrays.asList(accounts.columns());
    Column tells = col("was_customer").or(col("is_customer"));
    for (String evidence : Evidence.TELLING) {
      tells = present.contains(evidence) ? tells.or(coalesce(col(evidence), lit(0)).gt(0)) : tells;
    }
    return accounts.where(tells);
  }
}
