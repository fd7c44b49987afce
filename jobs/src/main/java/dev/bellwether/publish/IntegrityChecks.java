package dev.bellwether.publish;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What holds between the published tables. A rule is passed over when a table that it is about is
 * not given.
 */
public final class IntegrityChecks {
  static final int EXAMPLES = 5;
  private static final double TOLERANCE = 1e-9;

  /** Trees add up in single precision. */
  private static final double TOLERANCE_OF_TREES = 1e-3;

  private static final Column DATE = col("as_of_date");
  private static final Column ACCOUNT = col("account_id");
  private static final Column[] ACCOUNT_AND_DATE = {DATE, ACCOUNT};

  private final Map<String, Dataset<Row>> tables;
  private final Collection<LocalDate> dates;

  private IntegrityChecks(Map<String, Dataset<Row>> tables, Collection<LocalDate> dates) {
    this.tables = tables;
    this.dates = dates;
  }

  /**
   * Checks all rules for these dates in one pass.
   *
   * @param tables the tables by name
   * @throws BellwetherException that names the broken rules and a few of the keys that break them
   */
  public static void check(Map<String, Dataset<Row>> tables, Collection<LocalDate> dates) {
    new IntegrityChecks(tables, dates)
        .violations().stream().reduce(Dataset::unionAll).ifPresent(IntegrityChecks::requireNone);
  }

  private List<Dataset<Row>> violations() {
    List<Dataset<Row>> violations = new ArrayList<>();
    if (has(Tables.ACCOUNT_FEATURES, "account_health")) {
      violations.add(
          broken(
              "accounts of account_features not exactly once in account_health",
              notOnce(Tables.ACCOUNT_FEATURES, Tables.ACCOUNT_HEALTH)));
    }
    if (has(Tables.ACCOUNT_HEALTH, Tables.ACCOUNT_DIMENSION)) {
      violations.add(
          broken(
              "accounts of account_health not exactly once in account_dimension",
              notOnce(Tables.ACCOUNT_HEALTH, Tables.ACCOUNT_DIMENSION)));
    }
    if (has(Tables.ACCOUNT_HEALTH, "account_health_measure")) {
      violations.add(
          broken("contributions that do not sum to score_before_overrides", wrongSums()));
    }
    if (has(Tables.ACCOUNT_HEALTH, "account_health_change")) {
      violations.add(broken("changes that do not sum to the score's change", wrongChanges()));
    }
    if (has(Tables.CHURN_EXPLANATION)) {
      violations.add(
          broken("contributions of churn_explanation that do not sum to log_odds", wrongLogOdds()));
    }
    for (String table : List.of("renewal_risk", "churn_prediction")) {
      if (has(table, "account_health")) {
        violations.add(
            broken("accounts of " + table + " not in account_health", notInHealth(table)));
      }
    }
    if (has(Tables.RENEWAL_RISK)) {
      violations.add(broken("ranks of renewal_risk that are not 1, 2, 3, ...", wrongRanks()));
    }
    if (has(Tables.RENEWAL_RISK, Tables.RENEWAL_FORECAST)) {
      violations.add(
          broken("losses of renewal_forecast that do not sum to renewal_risk", wrongPortfolio()));
    }
    return violations;
  }

  private Dataset<Row> notOnce(String accounts, String in) {
    Dataset<Row> times = rows(in).groupBy(ACCOUNT_AND_DATE).agg(count(lit(1)).as("times"));
    return rows(accounts)
        .select(ACCOUNT_AND_DATE)
        .join(times, names(), "left")
        .where(coalesce(col("times"), lit(0L)).notEqual(1));
  }

  // a score kept from an earlier night needs no contributions of this one
  private Dataset<Row> wrongSums() {
    Dataset<Row> sums =
        rows(Tables.ACCOUNT_HEALTH_MEASURE)
            .groupBy(ACCOUNT_AND_DATE)
            .agg(sum(col("contribution").cast("double")).as("contributions"));
    Dataset<Row> health = rows(Tables.ACCOUNT_HEALTH).where("score_before_overrides IS NOT NULL");
    Column scoredNow =
        Arrays.asList(health.columns()).contains("scored_on")
            ? col("scored_on").equalTo(DATE)
            : lit(true);
    Column difference =
        abs(coalesce(col("contributions"), lit(0.0)).minus(col("score_before_overrides")));
    return health
        .join(sums, names(), "left")
        .where(col("contributions").isNotNull().or(scoredNow))
        .where(difference.gt(TOLERANCE));
  }

  private Dataset<Row> wrongChanges() {
    Column days = datediff(DATE, col("from_date"));
    Dataset<Row> sums =
        rows(Tables.ACCOUNT_HEALTH_CHANGE)
            .where(days.isin(Windows.SHORT_TO_LONG.toArray()))
            .groupBy(ACCOUNT_AND_DATE)
            .agg(sum("change").as("explained"));
    Column changed =
        Stream.of("change_7d", "change_28d", "change_90d")
            .map(name -> coalesce(col(name), lit(0.0)))
            .reduce(lit(0.0), Column::plus);
    return rows(Tables.ACCOUNT_HEALTH)
        .join(sums, names(), "left")
        .where(abs(coalesce(col("explained"), lit(0.0)).minus(changed)).gt(TOLERANCE));
  }

  private Dataset<Row> wrongLogOdds() {
    return rows(Tables.CHURN_EXPLANATION)
        .groupBy(DATE, ACCOUNT, col("horizon_days"))
        .agg(sum("contribution").as("total"), max("log_odds").as("log_odds"))
        .where(abs(col("total").minus(col("log_odds"))).gt(TOLERANCE_OF_TREES));
  }

  private Dataset<Row> notInHealth(String table) {
    return rows(table)
        .join(rows(Tables.ACCOUNT_HEALTH).select(ACCOUNT_AND_DATE), names(), "left_anti");
  }

  private Dataset<Row> wrongRanks() {
    Column place = row_number().over(Window.partitionBy(DATE).orderBy(col("rank"), ACCOUNT));
    return rows(Tables.RENEWAL_RISK)
        .where("rank IS NOT NULL")
        .withColumn("place", place)
        .where(col("place").notEqual(col("rank")));
  }

  private Dataset<Row> wrongPortfolio() {
    Dataset<Row> listed =
        rows(Tables.RENEWAL_RISK)
            .groupBy(DATE)
            .agg(coalesce(sum("expected_arr_loss"), lit(0)).as("listed"));
    Dataset<Row> told =
        rows(Tables.RENEWAL_FORECAST)
            .groupBy(DATE, col("level").as("account_id"))
            .agg(coalesce(sum("expected_arr_loss"), lit(0)).as("told"));
    return told.join(listed, new String[] {"as_of_date"}, "left")
        .where(col("told").notEqual(coalesce(col("listed"), lit(0))));
  }

  private static Dataset<Row> broken(String rule, Dataset<Row> rows) {
    return rows.select(lit(rule).as("rule"), concat_ws(" ", DATE, ACCOUNT).as("example"))
        .limit(EXAMPLES);
  }

  private static void requireNone(Dataset<Row> violations) {
    Map<String, List<String>> examples = new TreeMap<>();
    for (Row row : violations.collectAsList()) {
      examples.computeIfAbsent(row.getString(0), any -> new ArrayList<>()).add(row.getString(1));
    }
    if (!examples.isEmpty()) {
      List<String> rules = new ArrayList<>();
      examples.forEach((rule, keys) -> rules.add(rule + ", as " + String.join(", ", keys)));
      throw BellwetherException.data(
          "tables disagree: " + String.join("; ", rules),
          "each table was computed, but together they are not right",
          "report this as a bug; nothing was published, the last publication is still current");
    }
  }

  private boolean has(String... wanted) {
    return Arrays.stream(wanted).allMatch(tables::containsKey);
  }

  private Dataset<Row> rows(String table) {
    return Dates.only(tables.get(table), dates);
  }

  private static String[] names() {
    return new String[] {"as_of_date", "account_id"};
  }
}
