package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Groups of tickets: by what a ticket is, by who handles it, and by who it came to first. A ticket
 * that is passed on has two providers, and maybe two lines, models, tenancies and locations.
 */
final class TicketGroups {
  /** The column that tells whether the group handles the ticket. */
  static final String HANDLES = "handles";

  /** The column that tells whether the ticket came to the group first. */
  static final String IS_FIRST = "is_first";

  private static final List<String> PASSED_ON =
      List.of("provider", "model", "tenancy", "location", "line");
  private static final Map<String, String> COLUMNS =
      Map.of("provider", "provider_id", "region", "country");
  private static final List<String> KEPT =
      List.of("channel", "language", "priority", "category", "segment", "region");

  private TicketGroups() {}

  /**
   * Whether the promises of a ticket that are a group's to keep were broken: of a first response
   * where it came first, of a resolution where it is handled, all where it is both. Where a desk
   * tells of all together only, it is whoever handles it. Null while it is not decided.
   */
  static Column isBroken(Column handles, Column isFirst) {
    Column response = col("sla_response_breached");
    Column resolution = col("sla_resolution_breached");
    Column told =
        when(response.isNotNull().or(resolution.isNotNull()), resolution)
            .otherwise(col("sla_breached"));
    return when(handles.and(isFirst), col("sla_breached")).when(handles, told).otherwise(response);
  }

  /**
   * Each ticket once in every group that it is in, with {@code handles} and {@code is_first}; of a
   * ticket that was passed on there are two groups of a cut, each with one of these.
   */
  static Dataset<Row> inEach(Dataset<Row> tickets) {
    Stream<Column> kept = KEPT.stream().map(cut -> group(cut, known(column(cut)), true, lit(true)));
    Stream<Column> passedOn = PASSED_ON.stream().flatMap(cut -> bothOf(cut, TicketGroups::known));
    Stream<Column> all = Stream.of(group(Cuts.ALL, lit(Cuts.ALL), true, lit(true)));
    return explodeEach(tickets, Stream.concat(all, Stream.concat(kept, passedOn)));
  }

  /**
   * The same of some of the cuts that change when a ticket is passed on; unknown values are null.
   */
  static Dataset<Row> inEach(Dataset<Row> tickets, List<String> cuts) {
    return explodeEach(tickets, cuts.stream().flatMap(cut -> bothOf(cut, name -> col(name))));
  }

  private static Dataset<Row> explodeEach(Dataset<Row> tickets, Stream<Column> groups) {
    return tickets
        .withColumn("group", explode(array(groups.toArray(Column[]::new))))
        .where(col("group").isNotNull())
        .select(col("*"), col("group.*"))
        .drop("group");
  }

  private static Stream<Column> bothOf(String cut, Function<String, Column> value) {
    Column handler = value.apply(column(cut));
    Column first = value.apply("opened_" + column(cut));
    Column isSame = handler.eqNullSafe(first);
    return Stream.of(
        group(cut, handler, true, isSame), when(not(isSame), group(cut, first, false, lit(true))));
  }

  private static String column(String cut) {
    return COLUMNS.getOrDefault(cut, cut);
  }

  private static Column known(String column) {
    return coalesce(col(column), lit(Cuts.UNKNOWN));
  }

  private static Column group(String cut, Column value, boolean handles, Column isFirst) {
    return struct(
        lit(cut).as(Cuts.CUT),
        value.as(Cuts.VALUE),
        lit(handles).as(HANDLES),
        isFirst.as(IS_FIRST));
  }
}
