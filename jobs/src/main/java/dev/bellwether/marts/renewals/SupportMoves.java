package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.TicketFacts;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Whose tickets came to another provider of support than before, or to the same one under another
 * model, of late.
 *
 * <p>A ticket counts with the line and the provider that it came to first; one whose provider is
 * unknown says nothing. Of an account's tickets of a line in the last {@value #LOOK_BACK_DAYS}
 * days, in order of creation, a ticket begins a move when its handler (its provider, and the model
 * that this one had on the day) is not that of the ticket before, and four in five of at least
 * {@value #LEAST_TICKETS} tickets went to the one handler before it, and to the other from it on.
 * The last move within {@value Windows#QUARTER} days is told, so that a night desk, or a stray
 * ticket, is none.
 */
final class SupportMoves {
  private static final int LOOK_BACK_DAYS = 2 * Windows.QUARTER;
  private static final int LEAST_TICKETS = 5;
  private static final double MOST = 0.8;

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};
  private static final String LINE = "opened_line";
  private static final WindowSpec OF_LINE = Window.partitionBy(AsOf.DATE, "account_id", LINE);
  private static final WindowSpec OF_HANDLER =
      Window.partitionBy(AsOf.DATE, "account_id", LINE, "handler");

  private SupportMoves() {}

  /**
   * Adds {@code support_moved_on}, the day of the first ticket that the new handler got, and {@code
   * support_move}, from whom to whom and how long solutions took before and since; both null
   * without a move, or without tickets whose provider is known.
   *
   * @param rows with {@code as_of_date, account_id}
   */
  static Dataset<Row> join(Dataset<Row> rows, StepInputs inputs) {
    Optional<Dataset<Row>> tickets = inputs.optionalView(Tables.TICKETS, inputs.points());
    if (tickets.isEmpty()) {
      return rows.withColumn("support_moved_on", lit(null).cast("date"))
          .withColumn("support_move", lit(null).cast("string"));
    }
    Dataset<Row> handled = withHandler(recent(tickets.get(), inputs), inputs);
    return rows.join(perAccount(perLine(withMoves(withCounts(handled)))), ACCOUNT, "left");
  }

  private static Dataset<Row> recent(Dataset<Row> tickets, StepInputs inputs) {
    return TicketFacts.withoutPromises(tickets, inputs)
        .withColumn("provider_id", col("opened_provider_id"))
        .where(Windows.within(col("created_on"), LOOK_BACK_DAYS))
        .where(col("provider_id").isNotNull());
  }

  /**
   * What people call a provider, by the last of its periods that has begun, else its id; and its
   * model on the day: the last that had begun, or its first one. A time of no known model is no
   * move.
   */
  private static Dataset<Row> withHandler(Dataset<Row> tickets, StepInputs inputs) {
    return inputs
        .optionalView(Tables.SUPPORT_PROVIDERS, inputs.points())
        .map(providers -> withOrganisation(tickets, providers))
        .orElse(
            tickets
                .withColumn("provider", col("provider_id"))
                .withColumn("model", lit(null).cast("string")))
        .withColumn("handler", struct("provider_id", "model"));
  }

  private static Dataset<Row> withOrganisation(Dataset<Row> tickets, Dataset<Row> providers) {
    Column period = when(col("model").isNotNull(), struct("valid_from", "model"));
    Dataset<Row> organised =
        providers
            .groupBy(AsOf.DATE, "provider_id")
            .agg(
                max_by(col("provider_name"), col("valid_from")).as("provider_name"),
                collect_list(period).as("periods"));
    Column begun = filter(col("periods"), one -> one.getField("valid_from").leq(col("created_on")));
    Column onTheDay = coalesce(array_max(begun), array_min(col("periods")));
    return tickets
        .join(broadcast(organised), new String[] {AsOf.DATE, "provider_id"}, "left")
        .withColumn("provider", coalesce(col("provider_name"), col("provider_id")))
        .withColumn("model", onTheDay.getField("model"));
  }

  /** Each ticket's place within its line, and how many of its handler there are up to it. */
  private static Dataset<Row> withCounts(Dataset<Row> tickets) {
    Column[] order = {col("created_at"), col("ticket_id")};
    return tickets
        .withColumn("place", row_number().over(OF_LINE.orderBy(order)))
        .withColumn("of_line", count(lit(1)).over(OF_LINE))
        .withColumn("up_to_it", row_number().over(OF_HANDLER.orderBy(order)))
        .withColumn("of_handler", count(lit(1)).over(OF_HANDLER));
  }

  /** Each ticket with the place of the last one that began a move of its line; null without. */
  private static Dataset<Row> withMoves(Dataset<Row> counted) {
    WindowSpec inOrder = OF_LINE.orderBy("place");
    Column since = col("of_line").minus(col("place")).plus(1);
    Column toThisSince = col("of_handler").minus(col("up_to_it")).plus(1);
    Column before = col("place").minus(1);
    Column toThatBefore = lag(col("up_to_it"), 1).over(inOrder);
    Column isMove =
        lag(col("handler"), 1)
            .over(inOrder)
            .notEqual(col("handler"))
            .and(isMost(toThisSince, since))
            .and(isMost(toThatBefore, before))
            .and(Windows.within(col("created_on"), Windows.QUARTER));
    return withNames(counted, inOrder)
        .withColumn("is_move", isMove)
        .withColumn("moved_at", max(when(col("is_move"), col("place"))).over(OF_LINE))
        .where(col("moved_at").isNotNull());
  }

  /** From whom to whom a ticket would move: of one provider by its models. */
  private static Dataset<Row> withNames(Dataset<Row> tickets, WindowSpec inOrder) {
    Column isWithin = lag(col("provider_id"), 1).over(inOrder).equalTo(col("provider_id"));
    Column model = concat(lit(" ("), translate(col("model"), "_", " "), lit(")"));
    Dataset<Row> named =
        tickets.withColumn("by_model", concat(col("provider"), coalesce(model, lit(""))));
    return named
        .withColumn(
            "from",
            when(isWithin, lag(col("by_model"), 1).over(inOrder))
                .otherwise(lag(col("provider"), 1).over(inOrder)))
        .withColumn("to", when(isWithin, col("by_model")).otherwise(col("provider")));
  }

  private static Column isMost(Column part, Column whole) {
    return whole.geq(LEAST_TICKETS).and(part.geq(whole.multiply(MOST)));
  }

  private static Dataset<Row> perLine(Dataset<Row> tickets) {
    Column isSince = col("place").geq(col("moved_at"));
    Column isFirst = col("place").equalTo(col("moved_at"));
    return tickets
        .groupBy(AsOf.DATE, "account_id", LINE)
        .agg(
            max(when(isFirst, col("created_on"))).as("support_moved_on"),
            max(when(isFirst, col("from"))).as("from"),
            max(when(isFirst, col("to"))).as("to"),
            times(isSince).as("since"),
            times(isSince.equalTo(false)).as("before"));
  }

  private static Column times(Column which) {
    Column hours = when(which, col("resolution_hours").cast("double"));
    return struct(
        count_if(which).as("tickets"),
        count(hours).as("solved"),
        percentile(hours, lit(0.5)).as("median"));
  }

  /** Of several lines that moved, the last one. */
  private static Dataset<Row> perAccount(Dataset<Row> lines) {
    Column line = when(col(LINE).isNotNull(), concat(lit(" ("), col(LINE), lit(")"))).otherwise("");
    Column sentence =
        format_string(
            "moved from %s to %s%s on %s: median resolution since %s, before %s",
            col("from"),
            col("to"),
            line,
            date_format(col("support_moved_on"), "d MMM yyyy"),
            inWords("since"),
            inWords("before"));
    Column latest = struct(col("support_moved_on"), coalesce(col(LINE), lit("")));
    return lines
        .withColumn("sentence", sentence)
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max("support_moved_on").as("support_moved_on"),
            max_by(col("sentence"), latest).as("support_move"));
  }

  private static Column inWords(String side) {
    Column hours =
        when(col(side + ".solved").gt(0), format_string("%.1f h", col(side + ".median")))
            .otherwise("unknown");
    return format_string(
        "%s (%d of %d solved)", hours, col(side + ".solved"), col(side + ".tickets"));
  }
}
