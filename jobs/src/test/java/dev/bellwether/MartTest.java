package dev.bellwether;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.config.Playbook;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What tests of steps that make marts extend: settings, and runs of a step without storage. */
public abstract class MartTest extends SparkTest {
  protected static final int GAP_DAYS = 31;

  /** Settings with a gap of 31 days and a window of 90. */
  protected static Settings settings(
      Scorecard scorecard, Settings.ChurnLabel label, int minimumChurned, double shrinkage) {
    return settingsOf(Scorecards.only(scorecard), label, minimumChurned, shrinkage);
  }

  /** The same with several scorecards. */
  protected static Settings settingsOf(
      Scorecards scorecards, Settings.ChurnLabel label, int minimumChurned, double shrinkage) {
    return new Settings(
        "unused",
        ZoneOffset.UTC,
        "EUR",
        new Settings.Churn(label, GAP_DAYS, minimumChurned, shrinkage, 100, 180),
        new Settings.Billing(BigDecimal.ONE),
        renewals(Playbook.NONE),
        Staged.RETENTION,
        Staged.SUPPORT,
        new Settings.Spark(0, 0, 1, false, Map.of()),
        new Settings.Privacy(new Secret(null)),
        scorecards,
        new Settings.Log(Settings.LogLevel.OFF, Settings.LogFormat.TEXT, Optional.empty()));
  }

  /** A window of 90 days, of which 30 are urgent; at risk from a probability of 0.3 on. */
  protected static Settings.Renewals renewals(Playbook playbook) {
    return new Settings.Renewals(
        90,
        30,
        0.3,
        Settings.ParentHealth.WORST,
        Optional.of("https://crm.example.com/a/{account_id}"),
        playbook);
  }

  protected static List<LocalDate> days(String... dates) {
    return List.of(dates).stream().map(LocalDate::parse).toList();
  }

  /** A staging table as stored, see {@link Staged#stored}. */
  protected static Dataset<Row> stored(String table, String columns, String... rows) {
    return Staged.stored(table, columns, rows);
  }

  /** All columns of a table's contract: those given, and the others null. */
  protected static Dataset<Row> wide(String table, Dataset<Row> given) {
    List<String> names = Arrays.asList(given.columns());
    List<Column> all = new ArrayList<>();
    for (var column : Contracts.of(table).columns()) {
      boolean isGiven = names.contains(column.name());
      Column value = isGiven ? col(column.name()) : lit(null).cast(column.type());
      all.add(value.as(column.name()));
    }
    return given.select(all.toArray(Column[]::new));
  }

  /**
   * Rows of support_tickets: what is not given of who a ticket came to first is as who handles it.
   */
  protected static Dataset<Row> supportTickets(Dataset<Row> given) {
    Dataset<Row> tickets = wide("support_tickets", given);
    for (String name : List.of("provider_id", "line", "model", "tenancy", "location")) {
      String first = "opened_" + name;
      tickets = tickets.withColumn(first, coalesce(col(first), col(name)));
    }
    return tickets;
  }

  /** One run of a step; its outputs in the columns of their contracts, as collected rows. */
  protected static Map<String, Dataset<Row>> run(
      Step step,
      Settings settings,
      List<LocalDate> dates,
      Map<String, Dataset<Row>> tables,
      Map<String, Dataset<Row>> earlier,
      LocalDate completedThrough) {
    StepInputs inputs =
        new StepInputs(
            spark(),
            settings,
            dates,
            tables,
            earlier,
            datesIn(tables, earlier, dates),
            Optional.ofNullable(completedThrough),
            Map.of());
    Map<String, Dataset<Row>> outputs = new HashMap<>();
    step.build(inputs)
        .forEach(
            (name, rows) -> {
              Dataset<Row> shaped = ContractColumns.only(rows, Contracts.of(name));
              outputs.put(name, spark().createDataFrame(shaped.collectAsList(), rowSchema(shaped)));
            });
    return outputs;
  }

  /** The as-of dates that tables have, but for those to compute. */
  static Set<LocalDate> datesIn(
      Map<String, Dataset<Row>> tables, Map<String, Dataset<Row>> earlier, List<LocalDate> dates) {
    Set<LocalDate> all = new HashSet<>();
    Stream.of(tables, earlier)
        .flatMap(given -> given.values().stream())
        .filter(rows -> List.of(rows.columns()).contains("as_of_date"))
        .flatMap(rows -> rows.select("as_of_date").collectAsList().stream())
        .forEach(row -> all.add(row.getDate(0).toLocalDate()));
    all.removeAll(dates);
    return all;
  }

  /** Every date in a run of its own, each seeing the rows of the runs before it. */
  protected static Map<String, Dataset<Row>> runOneByOne(
      Step step, Settings settings, List<LocalDate> dates, Map<String, Dataset<Row>> tables) {
    Map<String, Dataset<Row>> all = new HashMap<>();
    for (LocalDate date : dates) {
      Map<String, Dataset<Row>> known = new HashMap<>();
      tables.forEach((name, rows) -> known.put(name, onlyUpTo(rows, date)));
      run(step, settings, List.of(date), known, all, null)
          .forEach((name, rows) -> all.merge(name, rows, Dataset::unionByName));
    }
    return all;
  }

  /** Fails when a row breaks the table's contract. */
  protected static void assertKeepsContract(String table, Dataset<Row> rows) {
    assertThat(ContractChecks.violations(rows, Contracts.of(table))).isEmpty();
  }

  /** Each row's cells, a space between them: numbers in nine digits, as {@link #shown} says. */
  protected static List<String> linesOfCells(Dataset<Row> rows, String columns) {
    return rows.selectExpr(columns.split(", ")).collectAsList().stream()
        .map(
            row -> {
              List<String> cells = new ArrayList<>();
              for (int i = 0; i < row.size(); i++) {
                cells.add(row.get(i) instanceof Double value ? shown(value) : "" + row.get(i));
              }
              return String.join(" ", cells);
            })
        .toList();
  }

  /** How a number that an oracle computed stands in such a line. */
  protected static String shown(double value) {
    return String.format(Locale.ROOT, "%.9f", value);
  }

  private static Dataset<Row> onlyUpTo(Dataset<Row> rows, LocalDate date) {
    return List.of(rows.columns()).contains("as_of_date")
        ? rows.where(rows.col("as_of_date").leq(Date.valueOf(date)))
        : rows;
  }

  private static StructType rowSchema(Dataset<Row> rows) {
    StructType nullable = new StructType();
    for (StructField field : rows.schema().fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
