package dev.bellwether;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Small staging tables as storage holds them, and what a step is handed with them. */
public final class Staged {
  private static final String LONG_AGO = "1990-01-01";

  private final Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
  private final Map<String, Dataset<Row>> earlier = new LinkedHashMap<>();
  private final Map<String, LocalDate> completeFrom = new LinkedHashMap<>();
  private ZoneId zone = ZoneOffset.UTC;
  private LocalDate completedThrough;

  /**
   * Adds a staging table: the columns named (technical ones may be among them), all others null,
   * having arrived long ago.
   */
  public Staged with(String table, String columns, String... rows) {
    return with(table, stored(table, columns, rows));
  }

  /** Adds an input of any layer. */
  public Staged with(String table, Dataset<Row> rows) {
    tables.put(table, rows);
    return this;
  }

  /** Adds the step's own earlier rows. */
  public Staged withEarlier(String table, Dataset<Row> rows) {
    earlier.put(table, rows);
    return this;
  }

  /** Says from when on a source is complete. */
  public Staged completeFrom(String source, String day) {
    completeFrom.put(source, LocalDate.parse(day));
    return this;
  }

  /** Sets the business time zone. */
  public Staged inZone(String id) {
    zone = ZoneId.of(id);
    return this;
  }

  /** Says which nights are done. */
  public Staged completedThrough(String day) {
    completedThrough = LocalDate.parse(day);
    return this;
  }

  /** What a step is handed for these as-of dates. */
  public StepInputs at(String... dates) {
    return at(Arrays.stream(dates).map(LocalDate::parse).toList());
  }

  /** What a step is handed for these as-of dates. */
  public StepInputs at(List<LocalDate> dates) {
    return new StepInputs(
        SparkTest.spark(),
        settings(zone),
        dates,
        tables,
        earlier,
        Optional.ofNullable(completedThrough),
        completeFrom);
  }

  /** Settings with a gap of 31 days and euros. */
  public static Settings settings(ZoneId zone) {
    Settings.Churn churn =
        new Settings.Churn(Settings.ChurnLabel.SUBSCRIPTIONS, 31, 30, 10.0, 100, 180);
    return new Settings("home", zone, "EUR", churn, null, null, null, null);
  }

  /** A staging table as stored. */
  public static Dataset<Row> stored(String table, String columns, String... rows) {
    Contract contract = Contracts.of(table);
    List<String> given = Arrays.asList(columns.split(", "));
    List<String> ddl = given.stream().map(name -> name + " " + typeOf(contract, name)).toList();
    return complete(contract, SparkTest.table(String.join(", ", ddl), rows));
  }

  /** The same from rows that lack columns, which are then null or, for technical ones, usual. */
  public static Dataset<Row> complete(Contract contract, Dataset<Row> rows) {
    List<String> given = Arrays.asList(rows.columns());
    List<Column> columns = new ArrayList<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      boolean there = given.contains(column.name());
      Column value = there ? col(column.name()) : lit(null).cast(column.type());
      columns.add(value.as(column.name()));
    }
    columns.add(technical(given, AsOf.ARRIVED_ON, lit(Date.valueOf(LONG_AGO))));
    columns.add(technical(given, AsOf.PRESENT_FROM, lit(null).cast("date")));
    columns.add(technical(given, AsOf.BATCH_NO, lit(1L)));
    columns.add(technical(given, AsOf.DELETED, lit(false)));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column technical(List<String> given, String name, Column usual) {
    return (given.contains(name) ? coalesce(col(name), usual) : usual).as(name);
  }

  private static String typeOf(Contract contract, String name) {
    return switch (name) {
      case AsOf.ARRIVED_ON, AsOf.PRESENT_FROM -> "date";
      case AsOf.BATCH_NO -> "bigint";
      case AsOf.DELETED -> "boolean";
      default -> contract.column(name).orElseThrow().type().sql();
    };
  }
}
