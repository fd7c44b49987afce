package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.weekday;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Customers' tickets as known at the last month-end, each with who handled it, how that is
 * organised, and its times in business hours: what the marts of support are made from. Only nights
 * that end a month make it.
 */
public final class SupportTickets implements Step {
  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_TICKETS)
        .from(Tables.TICKETS)
        .optionally(
            Tables.ACCOUNTS,
            Tables.SLA_POLICIES,
            Tables.SUPPORT_PROVIDERS,
            Tables.BUSINESS_HOURS,
            Tables.HOLIDAYS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return lastMonthEnd(inputs)
        .map(day -> Map.of(Tables.SUPPORT_TICKETS, asOf(inputs, day)))
        .orElse(Map.of());
  }

  /** The last of the dates to compute that ends a month; the marts of support are as of it. */
  public static Optional<LocalDate> lastMonthEnd(StepInputs inputs) {
    return inputs.dates().stream().filter(Dates::isMonthEnd).max(LocalDate::compareTo);
  }

  private static Dataset<Row> asOf(StepInputs inputs, LocalDate day) {
    Dataset<Row> point = Dates.points(inputs.spark(), List.of(day));
    Dataset<Row> facts = TicketFacts.withMoments(inputs.view(Tables.TICKETS, point), inputs, point);
    Dataset<Row> organised =
        Organisation.join(
            withFirst(facts, inputs, point),
            inputs.optionalView(Tables.SUPPORT_PROVIDERS, point),
            col("created_on"));
    Dataset<Row> timed =
        new BusinessClock(inputs.settings())
            .withBusinessTimes(
                withLocalTime(organised, inputs.settings().timeZone()),
                inputs.optionalView(Tables.BUSINESS_HOURS, point),
                inputs.optionalView(Tables.HOLIDAYS, point));
    Dataset<Row> whole =
        inputs
            .optionalView(Tables.ACCOUNTS, point)
            .map(
                accounts -> accounts.select("account_id", "segment", "country", "data_sensitivity"))
            .map(accounts -> timed.join(accounts, "account_id", "left"))
            .orElse(timed);
    return ContractColumns.only(whole, Contracts.of(Tables.SUPPORT_TICKETS));
  }

  /** Adds how the provider that a ticket came to first was organised on that day. */
  private static Dataset<Row> withFirst(Dataset<Row> facts, StepInputs inputs, Dataset<Row> point) {
    Dataset<Row> asFirst =
        facts
            .withColumnRenamed("provider_id", "handled_by")
            .withColumn("provider_id", col("opened_provider_id"));
    return Organisation.join(
            asFirst, inputs.optionalView(Tables.SUPPORT_PROVIDERS, point), col("created_on"))
        .withColumnsRenamed(
            Map.of(
                "model", "opened_model",
                "tenancy", "opened_tenancy",
                "location", "opened_location",
                "calendar_id", "opened_calendar_id",
                "tickets_per_day", "opened_tickets_per_day"))
        .drop("provider_id", "provider_name", "lines", "kept_target", "credit_share")
        .withColumnRenamed("handled_by", "provider_id");
  }

  private static Dataset<Row> withLocalTime(Dataset<Row> facts, ZoneId zone) {
    Column local = from_utc_timestamp(col("created_at"), zone.getId());
    return facts
        .withColumn("created_hour", hour(local))
        .withColumn("created_weekday", weekday(local).plus(1));
  }
}
