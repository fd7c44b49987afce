package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.simulator.Simulator;
import dev.bellwether.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty simulated companies, from their files to the comparison of models: an outside provider
 * breaks more promises by a known share, and small customers and simple tickets are outsourced
 * more, by habit and, of a fifth of the accounts, by a draw of lots.
 */
@EnabledIfSystemProperty(named = "bellwether.long", matches = "true")
class SimulatedSupportTest extends SparkTest {
  private static final int SEEDS = 50;
  private static final List<String> MEASURES =
      List.of("sla_broken", "first_response_hours", "resolution_hours");
  private static final LocalDate TODAY = LocalDate.parse("2026-06-30");

  /** Of a hundred tickets two are never answered, whoever has them. */
  private static final double ANSWERED = 0.98;

  /** How much more often an outside provider is late. */
  private static final double LATE = 0.18;

  /** A late answer takes 2.55 times what is promised on average, one in time 0.5 times. */
  private static final double LATER = 2.55 - 0.5;

  private static final Map<String, Double> TARGET_HOURS =
      Map.of("low", 24.0, "normal", 8.0, "high", 4.0, "urgent", 1.0);

  @TempDir private Path folder;

  /** What the comparison says of a company, and what is true of the cells that it looks at. */
  private record Found(double truth, double low, double high, double difference, double crude) {
    boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  @Test
  void theKnownEffectOfAnOutsideProviderIsInAbout95OfAHundredIntervals() throws IOException {
    Map<String, List<Found>> found = compare(1);

    for (String measure : MEASURES) {
      List<Found> companies = found.get(measure);
      assertThat(companies).as(measure).hasSize(SEEDS);
      assertThat(share(companies, true)).as(measure).isBetween(0.86, 1.0);
      assertThat(companies).as(measure).allMatch(each -> each.truth < 0);
    }
    assertPlainComparisonIsWrong(found.get("resolution_hours"));
    assertThat(mean(found.get("resolution_hours"), Found::difference))
        .isCloseTo(mean(found.get("resolution_hours"), Found::truth), within(0.6));
    assertThat(mean(found.get("sla_broken"), Found::difference))
        .isCloseTo(-LATE * ANSWERED, within(0.01));
  }

  @Test
  void withoutAnEffectNoneIsFoundInAbout95OfAHundredCompanies() throws IOException {
    Map<String, List<Found>> found = compare(0);

    for (String measure : MEASURES) {
      assertThat(share(found.get(measure), false)).as(measure).isBetween(0.86, 1.0);
    }
    assertPlainComparisonIsWrong(found.get("resolution_hours"));
    assertThat(mean(found.get("resolution_hours"), Found::difference)).isCloseTo(0, within(0.6));
  }

  /** What goes outside is quick to solve wherever it goes: the plain comparison sees too little. */
  private static void assertPlainComparisonIsWrong(List<Found> solutions) {
    assertThat(mean(solutions, Found::crude)).isGreaterThan(mean(solutions, Found::truth) + 0.3);
  }

  /** The figures that docs/support.md tells, into the build's folder. */
  private static void tell(double effect, Map<String, List<Found>> found) throws IOException {
    StringBuilder lines = new StringBuilder();
    found.forEach(
        (measure, each) ->
            lines.append(
                String.format(
                    Locale.ROOT,
                    "%s: true %.4f, at equal mix %.4f, plain %.4f; %.0f %% of intervals hold the"
                        + " truth, %.0f %% hold 0%n",
                    measure,
                    mean(each, Found::truth),
                    mean(each, Found::difference),
                    mean(each, Found::crude),
                    100 * share(each, true),
                    100 * share(each, false))));
    Files.writeString(Path.of("target/simulated-support-" + effect + ".txt"), lines);
  }

  private Map<String, List<Found>> compare(double effect) throws IOException {
    Dataset<Row> units = units(effect).localCheckpoint();
    Map<String, Double> truths = truths(units, effect);
    Map<String, List<Found>> found = new HashMap<>();
    Standardised.differences(units)
        .where("way = 'in_house' AND other_way = 'outsourced'")
        .collectAsList()
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.getAs("measure"), any -> new ArrayList<>())
                    .add(
                        new Found(
                            truths.getOrDefault(
                                row.getAs("measure") + " " + row.getAs("dimension"), Double.NaN),
                            row.getAs("difference_low"),
                            row.getAs("difference_high"),
                            row.getAs("difference"),
                            row.getAs("crude_difference"))));
    found.keySet().retainAll(MEASURES);
    tell(effect, found);
    return found;
  }

  /** Units of all companies, each company a dimension of its own. */
  private Dataset<Row> units(double effect) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatorOptions options =
          SimulatorOptions.defaults()
              .withSeed(1000 + seed)
              .withAccounts(400)
              .withMonths(14)
              .withEnd(TODAY)
              .withDeliveredThrough(TODAY)
              .withEventsPerUserDay(0.01)
              .withSupportEffect(effect)
              .withTruth(false);
      Simulator.write(
          options, folder.resolve("raw/company=" + seed), folder.resolve("truth/" + seed));
    }
    Dataset<Row> tickets =
        new SupportTickets().build(files().at(List.of(TODAY))).get("support_tickets");
    Dataset<Row> recent =
        tickets
            .where(LastYear.holds(col("created_on"), TODAY))
            .withColumn("ticket_cost", lit(null).cast("double"));
    return SupportModelComparison.ofTickets(Waits.withWaits(recent, TODAY, ZoneOffset.UTC))
        .where("dimension = 'model'")
        .withColumn("dimension", split(col("cell"), "/").getItem(0));
  }

  private Staged files() {
    Dataset<Row> accounts = csv("*/accounts.csv").withColumn("account_id", ownId("account_id"));
    Dataset<Row> tickets =
        spark()
            .read()
            .option("basePath", basePath())
            .json(basePath() + "*/tickets.jsonl")
            .withColumn("account_id", ownId("account_id"))
            .withColumn("ticket_id", ownId("ticket_id"));
    Dataset<Row> segmented = accounts.withColumn("segment", ownId("segment"));
    return new Staged()
        .with("tickets", staged("tickets", tickets))
        .with("accounts", staged("accounts", segmented))
        .with(
            "support_providers",
            staged("support_providers", csv("company=0/support_providers.csv")))
        .with("sla_policies", staged("sla_policies", csv("company=0/sla_policies.csv")));
  }

  /** Companies number their accounts and tickets alike. */
  private static Column ownId(String name) {
    return concat_ws("/", col("company"), col(name));
  }

  private Dataset<Row> csv(String path) {
    return spark()
        .read()
        .option("header", true)
        .option("basePath", basePath())
        .csv(basePath() + path);
  }

  private String basePath() {
    return folder.resolve("raw") + "/";
  }

  /** A file's rows as storage holds them: the columns of the contract, known since long ago. */
  private static Dataset<Row> staged(String table, Dataset<Row> given) {
    List<String> names = List.of(given.columns());
    List<Column> columns = new ArrayList<>();
    for (var column : Contracts.of(table).columns()) {
      Column value = names.contains(column.name()) ? col(column.name()) : lit(null);
      columns.add(value.cast(column.type()).as(column.name()));
    }
    columns.add(lit("1990-01-01").cast(DataTypes.DateType).as("arrived_on"));
    columns.add(lit(null).cast(DataTypes.DateType).as("present_from"));
    columns.add(lit(1L).as("batch_no"));
    columns.add(lit(false).as("deleted"));
    return given.select(columns.toArray(Column[]::new));
  }

  /** What is true of the cells that both models share, weighted by the tickets of both. */
  private static Map<String, Double> truths(Dataset<Row> units, double effect) {
    Map<String, double[]> cells = new HashMap<>();
    units
        .where("way IN ('in_house', 'outsourced')")
        .groupBy("measure", "dimension", "cell", "way")
        .sum("units")
        .collectAsList()
        .forEach(
            row ->
                cells
                        .computeIfAbsent(
                            row.getString(0) + " " + row.getString(1) + " " + row.getString(2),
                            any -> new double[2])[row.getString(3).equals("in_house") ? 0 : 1] =
                    row.getLong(4));
    Map<String, double[]> sums = new HashMap<>();
    cells.forEach(
        (cell, n) -> {
          if (n[0] >= Standardised.CELL && n[1] >= Standardised.CELL) {
            String[] parts = cell.split(" ", 3);
            double[] sum = sums.computeIfAbsent(parts[0] + " " + parts[1], any -> new double[2]);
            sum[0] += n[0] + n[1];
            sum[1] += (n[0] + n[1]) * effect(parts[0], parts[2].split("\\|", -1)[1]) * effect;
          }
        });
    Map<String, Double> truths = new HashMap<>();
    sums.forEach((company, sum) -> truths.put(company, -sum[1] / sum[0]));
    return truths;
  }

  private static double effect(String measure, String priority) {
    return measure.equals("sla_broken")
        ? LATE * ANSWERED
        : LATE * LATER * TARGET_HOURS.get(priority);
  }

  private static double share(List<Found> found, boolean ofTruth) {
    return found.stream().filter(each -> each.holds(ofTruth ? each.truth : 0)).count()
        / (double) found.size();
  }

  private static double mean(List<Found> found, ToDoubleFunction<Found> figure) {
    return found.stream().mapToDouble(figure).average().orElseThrow();
  }
}
