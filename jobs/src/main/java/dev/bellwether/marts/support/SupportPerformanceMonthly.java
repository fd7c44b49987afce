package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How well customers were served in each month, by groups of tickets. Only nights that end a month
 * make it, whole.
 */
public final class SupportPerformanceMonthly implements Step {
  private static final String[] KEY = {Cuts.CUT, Cuts.VALUE, "month"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_PERFORMANCE_MONTHLY)
        .optionally(Tables.SUPPORT_TICKETS, Tables.ACCOUNTS, Tables.ACCOUNT_FEATURES);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return SupportTickets.lastMonthEnd(inputs)
        .flatMap(
            day ->
                inputs.optional(Tables.SUPPORT_TICKETS).map(tickets -> asOf(inputs, tickets, day)))
        .map(rows -> Map.of(Tables.SUPPORT_PERFORMANCE_MONTHLY, rows))
        .orElse(Map.of());
  }

  private static Dataset<Row> asOf(StepInputs inputs, Dataset<Row> tickets, LocalDate day) {
    Optional<Dataset<Row>> users = users(inputs, day);
    Dataset<Row> grouped = TicketGroups.inEach(ActiveUsers.marked(tickets, users));
    Dataset<Row> service = ServiceMeasures.perMonth(withMonths(grouped, day));
    Dataset<Row> load = DailyLoad.perMonth(grouped, inputs.settings().support().backlogDays());
    return ContractColumns.only(
        ActiveUsers.withContacts(withLoad(service, load), users),
        Contracts.of(Tables.SUPPORT_PERFORMANCE_MONTHLY));
  }

  /** Users with the segment and country of their account, known as those of tickets are. */
  private static Optional<Dataset<Row>> users(StepInputs inputs, LocalDate day) {
    Column unknown = lit(null).cast("string");
    Optional<Dataset<Row>> accounts =
        inputs
            .optionalView(Tables.ACCOUNTS, Dates.points(inputs.spark(), List.of(day)))
            .map(rows -> rows.select("account_id", "segment", "country"));
    return inputs
        .optional(Tables.ACCOUNT_FEATURES)
        .map(ActiveUsers::known)
        .map(
            users ->
                accounts
                    .map(rows -> users.join(rows, "account_id", "left"))
                    .orElse(users.withColumns(Map.of("segment", unknown, "country", unknown))));
  }

  private static Dataset<Row> withLoad(Dataset<Row> service, Dataset<Row> load) {
    return service
        .join(load, KEY, "left")
        .withColumn(
            "overload_days",
            when(col("busiest_day_requests").isNull(), 0L).otherwise(col("overload_days")))
        .withColumn("busiest_day_requests", coalesce(col("busiest_day_requests"), lit(0L)));
  }

  /** Each ticket in the months from its creation to the last one in which it was open. */
  private static Dataset<Row> withMonths(Dataset<Row> tickets, LocalDate day) {
    Column today = lit(Date.valueOf(day));
    Column until =
        greatest(least(coalesce(col("last_solved_on"), today), today), col("created_on"));
    Column months =
        sequence(
            date_trunc("month", col("created_on")).cast("date"),
            date_trunc("month", until).cast("date"),
            expr("INTERVAL 1 MONTH"));
    return tickets
        .withColumn("month_start", explode(months))
        .withColumn("month", last_day(col("month_start")))
        .withColumn("is_new", last_day(col("created_on")).equalTo(col("month")))
        .withColumn("is_open", isOpenOn(col("month")))
        .where(col("is_new").or(col(TicketGroups.HANDLES)));
  }

  /** Not solved by the day, nor in between its first solution and its reopening. */
  private static Column isOpenOn(Column day) {
    Column isSolvedBetween = col("first_solved_on").leq(day).and(col("reopened_on").gt(day));
    Column isSolved = col("last_solved_on").leq(day);
    return not(coalesce(isSolvedBetween, lit(false)).or(coalesce(isSolved, lit(false))));
  }
}
