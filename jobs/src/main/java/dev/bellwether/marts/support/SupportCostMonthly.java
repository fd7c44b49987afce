package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.tickets.Organisation;
import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What support costs by provider and month, and by account ({@link CostToServe}). Only nights that
 * end a month make it, whole, and only where the source feeds costs.
 */
public final class SupportCostMonthly implements Step {
  private static final String LINE = "line";
  private static final Map<String, Column> CUTS =
      Map.of(
          "provider",
          col("provider_id"),
          "model",
          col("model"),
          "tenancy",
          col("tenancy"),
          "location",
          col("location"),
          LINE,
          col(LINE));

  private static final WindowSpec PROVIDER_MONTH = Window.partitionBy("provider_id", "month");
  private static final WindowSpec LINE_MONTH = Window.partitionBy("provider_id", "month", LINE);

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_COST_MONTHLY, Tables.ACCOUNT_COST_TO_SERVE)
        .from(Tables.SUPPORT_COSTS)
        .optionally(
            Tables.SUPPORT_TICKETS,
            Tables.SUPPORT_PROVIDERS,
            Tables.EXCHANGE_RATES,
            Tables.ACCOUNT_MRR_MONTHLY);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return SupportTickets.lastMonthEnd(inputs).map(day -> asOf(inputs, day)).orElse(Map.of());
  }

  private static Map<String, Dataset<Row>> asOf(StepInputs inputs, LocalDate day) {
    Dataset<Row> point = Dates.points(inputs.spark(), List.of(day));
    Dataset<Row> items = items(inputs, point);
    Optional<Dataset<Row>> touches =
        inputs.optional(Tables.SUPPORT_TICKETS).map(SupportCostMonthly::touches);
    Dataset<Row> both =
        touches.map(rows -> items.unionByName(rows, true)).orElse(withNoTickets(items));
    Dataset<Row> organised =
        Organisation.join(
            both,
            inputs.optionalView(Tables.SUPPORT_PROVIDERS, point),
            trunc(col("month"), "month"),
            col("month"));
    Dataset<Row> told = withCredits(withWhatLinesTell(withUnallocated(withLines(organised))));
    Dataset<Row> costs = CostMeasures.perMonth(asLinesTell(Cuts.explodeEach(told, CUTS)));
    Map<String, Dataset<Row>> made = new HashMap<>();
    made.put(
        Tables.SUPPORT_COST_MONTHLY,
        ContractColumns.only(costs, Contracts.of(Tables.SUPPORT_COST_MONTHLY)));
    touches.ifPresent(
        rows ->
            made.put(
                Tables.ACCOUNT_COST_TO_SERVE,
                CostToServe.perAccount(items, rows, inputs.optional(Tables.ACCOUNT_MRR_MONTHLY))));
    return made;
  }

  /** What was invoiced, each item in cents of the reporting currency. */
  private static Dataset<Row> items(StepInputs inputs, Dataset<Row> point) {
    Dataset<Row> view =
        inputs
            .view(Tables.SUPPORT_COSTS, point)
            .withColumn("month", last_day(col("month")))
            .withColumnRenamed("tickets", "tickets_invoiced");
    return BillingViews.exchangeRates(inputs, point)
        .withAmount(view, "amount", col("month"), "reported")
        .select(
            col("provider_id"),
            col("month"),
            col("category"),
            col("hidden_cost"),
            col("basis"),
            col(LINE),
            col("hours"),
            col("tickets_invoiced"),
            lit(true).as("is_item"),
            col("reported").cast("decimal(18,2)").as("cost"));
  }

  /**
   * Each ticket with every provider and line that worked on it, in the month of its creation; once
   * for each provider with {@code counts}. A promise is whose it was to keep ({@link
   * TicketGroups}).
   */
  static Dataset<Row> touches(Dataset<Row> tickets) {
    Column isSameProvider = col("opened_provider_id").eqNullSafe(col("provider_id"));
    Column isSameLine = col("opened_line").eqNullSafe(col(LINE));
    Column handler =
        touch(
            col("provider_id"),
            col(LINE),
            true,
            lit(true),
            TicketGroups.isBroken(lit(true), isSameProvider));
    Column first =
        touch(
            col("opened_provider_id"),
            col("opened_line"),
            false,
            not(isSameProvider),
            when(not(isSameProvider), col("sla_response_breached")));
    return tickets
        .withColumn(
            "touch", explode(array(handler, when(not(isSameProvider.and(isSameLine)), first))))
        .where(col("touch").isNotNull())
        .select(
            col("touch.provider").as("provider_id"),
            last_day(col("created_on")).as("month"),
            col("ticket_id"),
            col("account_id"),
            col("touch.line").as(LINE),
            col("touch.handles").as(TicketGroups.HANDLES),
            col("touch.counts").as("counts"),
            col("touch.handles").and(col("first_solved_on").isNotNull()).as("is_solved"),
            col("touch.is_broken").as("sla_breached"));
  }

  private static Column touch(
      Column provider, Column line, boolean handles, Column counts, Column isBroken) {
    return struct(
        provider.as("provider"),
        line.as("line"),
        lit(handles).as("handles"),
        counts.as("counts"),
        isBroken.as("is_broken"));
  }

  private static Dataset<Row> withNoTickets(Dataset<Row> items) {
    return items
        .withColumn("ticket_id", lit(null).cast("string"))
        .withColumn("account_id", lit(null).cast("string"))
        .withColumn(TicketGroups.HANDLES, lit(null).cast("boolean"))
        .withColumn("is_solved", lit(null).cast("boolean"))
        .withColumn("sla_breached", lit(null).cast("boolean"));
  }

  /**
   * Costs of a provider and month without a ticket have nobody to carry them; only a month of which
   * all items are in an amount tells what a ticket costs ({@code is_costed}), and only one that
   * states hours what work it takes ({@code states_hours}).
   */
  private static Dataset<Row> withUnallocated(Dataset<Row> rows) {
    Column tickets = count(col("ticket_id")).over(PROVIDER_MONTH);
    Column items = count(col("is_item")).over(PROVIDER_MONTH);
    Column priced = count(col("cost")).over(PROVIDER_MONTH);
    return rows.withColumn("unallocated", when(tickets.equalTo(0), col("cost")))
        .withColumn("is_costed", items.gt(0).and(priced.equalTo(items)))
        .withColumn("states_hours", coalesce(sum("hours").over(PROVIDER_MONTH).gt(0), lit(false)))
        .drop(AsOf.DATE);
  }

  /**
   * What names no line is of the only one that its provider covers, if it covers one; so is what
   * came to it first, since an unknown first line is told as the line that handles the ticket.
   */
  private static Dataset<Row> withLines(Dataset<Row> rows) {
    Column only = when(col("lines").rlike("^[^,]+$"), trim(col("lines")));
    Column isPassedOn = coalesce(not(col(TicketGroups.HANDLES)), lit(false));
    return rows.withColumn(
        LINE, when(isPassedOn, coalesce(only, col(LINE))).otherwise(coalesce(col(LINE), only)));
  }

  /**
   * A line has costs of its own where all items and tickets of its provider's month are of a line:
   * else some of what it costs, or works on, stands elsewhere.
   */
  private static Dataset<Row> withWhatLinesTell(Dataset<Row> rows) {
    Column isSplit = count(when(col(LINE).isNull(), true)).over(PROVIDER_MONTH).equalTo(0);
    Column items = count(col("is_item")).over(LINE_MONTH);
    Column priced = count(col("cost")).over(LINE_MONTH);
    Column hours = sum("hours").over(LINE_MONTH);
    return rows.withColumn("line_is_costed", isSplit.and(items.gt(0)).and(priced.equalTo(items)))
        .withColumn("line_states_hours", isSplit.and(coalesce(hours.gt(0), lit(false))));
  }

  private static Dataset<Row> asLinesTell(Dataset<Row> grouped) {
    Column isLine = col(Cuts.CUT).equalTo(LINE);
    return grouped
        .withColumn("is_costed", when(isLine, col("line_is_costed")).otherwise(col("is_costed")))
        .withColumn(
            "states_hours", when(isLine, col("line_states_hours")).otherwise(col("states_hours")));
  }

  /** What of an item is to be credited, since fewer promises were kept than agreed. */
  private static Dataset<Row> withCredits(Dataset<Row> rows) {
    Column decided = count(col("sla_breached")).over(PROVIDER_MONTH);
    Column kept = count_if(not(col("sla_breached"))).over(PROVIDER_MONTH);
    Column isMissed = kept.lt(col("kept_target").multiply(decided));
    Column credit =
        when(isMissed, round(col("cost").multiply(col("credit_share")), 2)).otherwise(0);
    Column isAgreed = col("kept_target").isNotNull().and(col("credit_share").isNotNull());
    return rows.withColumn(
        "credit", when(isAgreed.and(decided.gt(0)).and(col("cost").isNotNull()), credit));
  }
}
