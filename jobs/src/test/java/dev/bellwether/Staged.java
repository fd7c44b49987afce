package dev.bellwether;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.math.BigDecimal;
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
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small staging tables as storage holds them, and what a step is handed with them. */
public final class Staged {
  /** What the columns that only storage has hold where a test does not say. */
  private static final Map<String, Object> TECHNICAL =
      Map.of(AsOf.ARRIVED_ON, Date.valueOf("1990-01-01"), AsOf.BATCH_NO, 1L, AsOf.DELETED, false);

  /** The shipped defaults. */
  public static final Settings.Retention RETENTION = new Settings.Retention(0.75);

  public static final Settings.Support SUPPORT =
      new Settings.Support(100, 1.5, 0.5, 0.25, 5, 14, 9, 17);

  private final Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
  private final Map<String, Dataset<Row>> earlier = new LinkedHashMap<>();
  private final Map<String, LocalDate> completeFrom = new LinkedHashMap<>();
  private final Map<String, Set<String>> unmapped = new LinkedHashMap<>();
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

  /** Says that the source's mapping does not give some columns of a staging table. */
  public Staged without(String table, String... columns) {
    unmapped.put(table, Set.of(columns));
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
        MartTest.datesIn(tables, earlier, dates),
        Optional.ofNullable(completedThrough),
        completeFrom,
        unmapped);
  }

  /** Settings with a gap of 31 days and euros. */
  public static Settings settings(ZoneId zone) {
    Settings.Churn churn =
        new Settings.Churn(Settings.ChurnLabel.SUBSCRIPTIONS, 31, 30, 10.0, 100, 180);
    Settings.Billing billing = new Settings.Billing(BigDecimal.ONE);
    return new Settings(
        "home", zone, "EUR", churn, billing, null, RETENTION, SUPPORT, null, null, null, null);
  }

  /**
   * A staging table as stored: the columns named (technical ones may be among them), all others
   * null, having arrived long ago.
   */
  public static Dataset<Row> stored(String table, String columns, String... rows) {
    StructType stored = storedSchema(Contracts.of(table));
    StructType given = new StructType();
    for (String name : columns.split(", ", -1)) {
      given = given.add(stored.apply(name));
    }
    List<Row> all = new ArrayList<>();
    for (Row row : TextTable.rows(given, rows)) {
      all.add(widened(row, given, stored));
    }
    return SparkTest.spark().createDataFrame(all, stored);
  }

  private static StructType storedSchema(Contract contract) {
    StructType schema = new StructType();
    for (Column column : contract.columns()) {
      schema = schema.add(column.name(), column.type());
    }
    return schema
        .add(AsOf.ARRIVED_ON, DataTypes.DateType)
        .add(AsOf.PRESENT_FROM, DataTypes.DateType)
        .add(AsOf.BATCH_NO, DataTypes.LongType)
        .add(AsOf.DELETED, DataTypes.BooleanType);
  }

  private static Row widened(Row row, StructType given, StructType stored) {
    Object[] values = Arrays.stream(stored.fieldNames()).map(TECHNICAL::get).toArray(Object[]::new);
    for (int i = 0; i < given.size(); i++) {
      if (!row.isNullAt(i)) {
        values[stored.fieldIndex(given.fields()[i].name())] = row.get(i);
      }
    }
    return RowFactory.create(values);
  }
}
