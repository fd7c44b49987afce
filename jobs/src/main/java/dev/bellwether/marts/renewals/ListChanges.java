package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What changed on the list since the night before: who came, who left and how, who moved and why.
 *
 * <p>The night before is the last one that was computed before. A first night has no changes.
 */
final class ListChanges {
  static final String NEW = "new";
  static final String LEFT = "left";
  static final String MOVED = "moved";

  private static final String IS_LOST = "is_lost";

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  /** What is compared, beside what tells the account. */
  private static final List<String> COMPARED =
      List.of(
          "situation",
          "decision_date",
          "band",
          "score",
          "rank",
          "available_to_renew_arr",
          "churn_probability",
          "expected_arr_loss");

  private static final List<String> NAMED = List.of("account_name", "segment", "csm");

  private static final StructType PAIRS =
      new StructType().add(AsOf.DATE, DataTypes.DateType).add("since_date", DataTypes.DateType);

  private final StepInputs inputs;
  private final Dataset<Row> list;
  private final Map<LocalDate, LocalDate> nightBefore;

  /**
   * @param list rows of renewal_risk of the dates to compute, ranked
   */
  ListChanges(StepInputs inputs, Dataset<Row> list) {
    this.inputs = inputs;
    this.list = list;
    this.nightBefore = inputs.nightBefore();
  }

  /**
   * One row per as_of_date and account_id that came, left or moved: {@code since_date, change,
   * why}, the columns compared as they are and, with {@code _before}, as they were, and {@code
   * expected_arr_loss_change}.
   *
   * @param customers as_of_date, account_id, status and customer_since of all accounts
   */
  Dataset<Row> perAccount(Dataset<Row> customers) {
    Dataset<Row> now = columns(list, "").join(broadcast(pairs()), AsOf.DATE);
    Dataset<Row> before =
        columns(earlier(new TreeSet<>(nightBefore.values())), "_before")
            .withColumnRenamed(AsOf.DATE, "since_date")
            .join(broadcast(pairs()), "since_date");
    String[] key = {AsOf.DATE, "since_date", "account_id"};
    Dataset<Row> both =
        now.join(before, key, "full_outer").join(customers, ACCOUNT, "left").withColumns(named());
    return joinDecided(both)
        .withColumn("why", why())
        .where(col("why").isNotNull())
        .withColumn("change", change())
        .withColumn("expected_arr_loss_change", lossChange());
  }

  /** The list of other nights, computed now or completed. */
  private Dataset<Row> earlier(Set<LocalDate> nights) {
    Set<LocalDate> completed = new TreeSet<>(nights);
    completed.retainAll(inputs.completedDates());
    Dataset<Row> now = selected(list);
    return inputs
        .completed(Tables.RENEWAL_RISK)
        .filter(rows -> !completed.isEmpty())
        .map(rows -> selected(Dates.only(rows, completed)).unionByName(now))
        .orElse(now);
  }

  private static Dataset<Row> selected(Dataset<Row> rows) {
    Column[] columns =
        Stream.of(List.of(AsOf.DATE, "account_id"), NAMED, COMPARED)
            .flatMap(List::stream)
            .map(name -> col(name))
            .toArray(Column[]::new);
    return ContractColumns.withMissing(rows, Contracts.of(Tables.RENEWAL_RISK)).select(columns);
  }

  private static Dataset<Row> columns(Dataset<Row> rows, String suffix) {
    Dataset<Row> renamed = selected(rows);
    for (String name : COMPARED) {
      renamed = renamed.withColumnRenamed(name, name + suffix);
    }
    for (String name : NAMED) {
      renamed = renamed.withColumnRenamed(name, name + (suffix.isEmpty() ? "_now" : suffix));
    }
    return renamed;
  }

  private static Map<String, Column> named() {
    return Map.of(
        "account_name", coalesce(col("account_name_now"), col("account_name_before")),
        "segment", coalesce(col("segment_now"), col("segment_before")),
        "csm", coalesce(col("csm_now"), col("csm_before")));
  }

  private Dataset<Row> pairs() {
    List<Row> rows =
        nightBefore.entrySet().stream()
            .map(
                pair ->
                    RowFactory.create(Date.valueOf(pair.getKey()), Date.valueOf(pair.getValue())))
            .toList();
    return inputs.spark().createDataFrame(rows, PAIRS);
  }

  /** Adds {@value #IS_LOST} of the renewal that the night before listed; null while undecided. */
  private Dataset<Row> joinDecided(Dataset<Row> both) {
    Column isLost = not(RenewalOutcomes.isKept());
    Dataset<Row> decided =
        inputs
            .table(Tables.RENEWAL_OUTCOME)
            .where(RenewalOutcomes.isDecided())
            .groupBy(col("account_id"), col("renewal_date").as("decision_date_before"))
            .agg(max(isLost).as(IS_LOST), max("decided_on").as("decided_on"));
    return both.join(decided, new String[] {"account_id", "decision_date_before"}, "left")
        .withColumn(IS_LOST, when(col("decided_on").leq(col(AsOf.DATE)), col(IS_LOST)));
  }

  private static Column change() {
    return when(col("rank_before").isNull(), NEW).when(col("rank").isNull(), LEFT).otherwise(MOVED);
  }

  private Column why() {
    return when(col("rank_before").isNull(), whyNew())
        .when(col("rank").isNull(), whyLeft())
        .otherwise(whyMoved());
  }

  private Column whyNew() {
    int window = inputs.settings().renewals().windowDays();
    Column wasAhead = col("decision_date").leq(date_add(col("since_date"), window));
    return bySituation(col("situation"))
        .when(col("customer_since").gt(col("since_date")), "new_customer")
        .when(wasAhead, "decision_moved")
        .otherwise("came_into_window");
  }

  private Column whyLeft() {
    Column before = col("situation_before");
    Column isCustomer = col("status").isin("customer", "signed");
    Column hasPassed = col("decision_date_before").lt(col(AsOf.DATE));
    Column hasEnded = col("decision_date_before").leq(col(AsOf.DATE));
    Column gapHasPassed =
        date_add(col("decision_date_before"), inputs.settings().churn().gapDays())
            .leq(col(AsOf.DATE));
    Column isLost = coalesce(col(IS_LOST), gapHasPassed);
    return when(col("status").isin("churned", "merged"), col("status"))
        .when(col("status").isNull().or(col("status").equalTo("not_customer")), "gone")
        .when(isCustomer.and(before.equalTo(RenewalDecisions.LAPSED)), "came_back")
        .when(isCustomer.and(before.equalTo(RenewalDecisions.OVERDUE)).and(isLost), "part_lost")
        .when(isCustomer.and(before.equalTo(RenewalDecisions.OVERDUE)), "came_back")
        .when(before.equalTo(RenewalDecisions.NOTICE).and(hasEnded), "part_lost")
        .when(before.equalTo(RenewalDecisions.NOTICE), "notice_withdrawn")
        .when(hasPassed, "renewed")
        .otherwise("decision_moved");
  }

  private static Column whyMoved() {
    Column before = col("situation_before");
    Column isOther = differs("situation");
    Column hasPassed = col("decision_date_before").lt(col(AsOf.DATE));
    return when(
            isOther.and(col("situation").notEqual(RenewalDecisions.UPCOMING)),
            bySituation(col("situation")))
        .when(isOther.and(before.equalTo(RenewalDecisions.NOTICE)), "notice_withdrawn")
        .when(isOther.and(before.equalTo(RenewalDecisions.OVERDUE)).and(col(IS_LOST)), "part_lost")
        .when(
            isOther.and(before.isin(RenewalDecisions.LAPSED, RenewalDecisions.OVERDUE)),
            "came_back")
        .when(isOther, "no_longer_signed")
        .when(differs("decision_date").and(hasPassed), "next_decision")
        .when(differs("decision_date"), "decision_moved")
        .when(differs("band"), "health")
        .when(differs("available_to_renew_arr"), "arr")
        .when(differs("expected_arr_loss"), "probability");
  }

  private static Column bySituation(Column situation) {
    return when(situation.equalTo(RenewalDecisions.NOTICE), "notice_given")
        .when(situation.equalTo(RenewalDecisions.LAPSED), "lapsed")
        .when(situation.equalTo(RenewalDecisions.OVERDUE), "overdue")
        .when(situation.equalTo(RenewalDecisions.SIGNED), "signed");
  }

  private static Column differs(String column) {
    return col(column).eqNullSafe(col(column + "_before")).equalTo(false);
  }

  /** Unknown where either loss is; who came was no loss before, and who left is none now. */
  private static Column lossChange() {
    Column now = col("expected_arr_loss");
    Column before = col("expected_arr_loss_before");
    return when(col("change").equalTo(NEW), now)
        .when(col("change").equalTo(LEFT), negate(before))
        .otherwise(now.minus(before))
        .cast("decimal(18,2)");
  }
}
