package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Times of tickets in business hours ({@link BusinessCalendar}). */
final class BusinessClock implements Serializable {
  private static final String DEFAULT = "default";
  private static final String[] KEY = {AsOf.DATE, "calendar_id"};
  private static final String SPANS =
      "array<struct<weekday:int,opens_minute:int,closes_minute:int,time_zone:string>>";
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double SECONDS_PER_MINUTE = 60;

  private final ZoneId zone;
  private final ArrayList<BusinessCalendar.Span> usual;

  /** The clock of the settings, where no calendar is given. */
  BusinessClock(Settings settings) {
    this.zone = settings.timeZone();
    Settings.Support support = settings.support();
    this.usual = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      usual.add(new BusinessCalendar.Span(day, 60 * support.opensAt(), 60 * support.closesAt()));
    }
  }

  /**
   * Adds {@code first_response_business_minutes}, {@code resolution_business_hours}, {@code
   * full_resolution_business_hours}, {@code out_of_hours} (whether it was opened while nobody was
   * at work) and {@code out_of_company_hours} (the same by the default calendar, whoever handles
   * it: what a provider that never closes is needed for).
   *
   * @param tickets with {@code calendar_id} of the provider that handles them and {@code
   *     opened_calendar_id} of that which they came to first, whose reply it is, and the instants
   *     {@code created_at, first_response_at, first_solved_at}, and {@code solved_at}, the last
   *     one, with {@code solved}
   */
  Dataset<Row> withBusinessTimes(
      Dataset<Row> tickets, Optional<Dataset<Row>> hours, Optional<Dataset<Row>> holidays) {
    Column replied = seconds(col("first_response_at")).divide(SECONDS_PER_MINUTE);
    Column solved = seconds(col("first_solved_at")).divide(SECONDS_PER_HOUR);
    Column full = when(col("solved"), seconds(col("solved_at")).divide(SECONDS_PER_HOUR));
    Map<String, Column> ofFirst =
        Map.of("first_response_business_minutes", replied.cast("decimal(18,4)"));
    Map<String, Column> ofHandler =
        Map.of(
            "resolution_business_hours", solved.cast("decimal(18,4)"),
            "full_resolution_business_hours", full.cast("decimal(18,4)"),
            "out_of_hours", not(isOpen()));
    Map<String, Column> ofCompany = Map.of("out_of_company_hours", not(isOpen()));
    Calendars calendars = new Calendars(hours, holidays);
    return calendars.with(
        calendars.with(
            calendars.with(tickets, lit(DEFAULT), ofCompany), col("opened_calendar_id"), ofFirst),
        col("calendar_id"),
        ofHandler);
  }

  private record Calendars(Optional<Dataset<Row>> hours, Optional<Dataset<Row>> holidays) {

    /** Adds what is told by a calendar, by the default one where none is named. */
    Dataset<Row> with(Dataset<Row> tickets, Column calendar, Map<String, Column> told) {
      Dataset<Row> named =
          tickets
              .withColumn("named_calendar", col("calendar_id"))
              .withColumn("calendar_id", coalesce(calendar, lit(DEFAULT)));
      return withCalendars(named, hours, holidays)
          .withColumns(told)
          .withColumn("calendar_id", col("named_calendar"))
          .drop("named_calendar", "spans", "days_off");
    }
  }

  /**
   * Adds {@code spans} and {@code days_off} of the calendar that a row names; null where it is not
   * given.
   *
   * @param rows with {@code as_of_date} and {@code calendar_id}
   */
  static Dataset<Row> withCalendars(
      Dataset<Row> rows, Optional<Dataset<Row>> hours, Optional<Dataset<Row>> holidays) {
    Dataset<Row> opened =
        hours
            .map(given -> rows.join(broadcast(spans(given)), KEY, "left"))
            .orElse(rows.withColumn("spans", lit(null).cast(SPANS)));
    return holidays
        .map(given -> opened.join(broadcast(days(given)), KEY, "left"))
        .orElse(opened.withColumn("days_off", lit(null).cast("array<date>")));
  }

  private static Dataset<Row> spans(Dataset<Row> hours) {
    Column zone = max("time_zone").over(Window.partitionBy(AsOf.DATE, "calendar_id"));
    Column span = struct("weekday", "opens_minute", "closes_minute", "time_zone");
    return hours
        .withColumn("time_zone", zone)
        .groupBy(AsOf.DATE, "calendar_id")
        .agg(collect_list(span).as("spans"));
  }

  private static Dataset<Row> days(Dataset<Row> holidays) {
    return holidays.groupBy(AsOf.DATE, "calendar_id").agg(collect_set("holiday_on").as("days_off"));
  }

  /** Open seconds since a ticket's creation; null without that moment, and when it is before. */
  Column seconds(Column until) {
    UDF4<Seq<Row>, Seq<Date>, Timestamp, Timestamp, Double> between =
        (spans, off, from, to) ->
            to == null || to.before(from)
                ? null
                : calendar(spans, off)
                    .map(open -> open.secondsBetween(from.toInstant(), to.toInstant()))
                    .orElse(null);
    return udf(between, DataTypes.DoubleType)
        .apply(col("spans"), col("days_off"), col("created_at"), until);
  }

  private Column isOpen() {
    UDF3<Seq<Row>, Seq<Date>, Timestamp, Boolean> open =
        (spans, off, at) ->
            calendar(spans, off).map(found -> found.isOpen(at.toInstant())).orElse(null);
    return udf(open, DataTypes.BooleanType).apply(col("spans"), col("days_off"), col("created_at"));
  }

  /**
   * The calendar of a row; none where its time zone is no time zone, since any would be a guess.
   */
  private Optional<BusinessCalendar> calendar(Seq<Row> spans, Seq<Date> off) {
    Set<LocalDate> holidays =
        off == null
            ? Set.of()
            : CollectionConverters.asJava(off).stream()
                .map(Date::toLocalDate)
                .collect(Collectors.toSet());
    if (spans == null) {
      return Optional.of(new BusinessCalendar(zone, usual, holidays));
    }
    List<Row> rows = CollectionConverters.asJava(spans);
    List<BusinessCalendar.Span> open =
        rows.stream()
            .map(row -> new BusinessCalendar.Span(row.getInt(0), row.getInt(1), row.getInt(2)))
            .toList();
    return zone(rows.get(0).getAs("time_zone"))
        .map(own -> new BusinessCalendar(own, open, holidays));
  }

  private Optional<ZoneId> zone(String own) {
    if (own == null) {
      return Optional.of(zone);
    }
    return ZoneId.getAvailableZoneIds().contains(own)
        ? Optional.of(ZoneId.of(own))
        : Optional.empty();
  }
}
