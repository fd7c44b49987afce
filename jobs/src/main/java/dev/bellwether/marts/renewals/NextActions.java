package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Playbook;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The actions that a playbook asks for, carried on from night to night ({@link ActionHistory}). */
final class NextActions {
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private final StepInputs inputs;
  private final Playbook playbook;

  NextActions(StepInputs inputs) {
    this.inputs = inputs;
    this.playbook = inputs.settings().renewals().playbook();
  }

  /**
   * The rows of next_action.
   *
   * @param list rows of renewal_risk with {@link Reviews#OF_ACTIONS}
   * @param changes rows of {@link ListChanges}
   */
  Dataset<Row> perPlay(Dataset<Row> list, Dataset<Row> changes) {
    Map<LocalDate, LocalDate> nightBefore = inputs.nightBefore();
    Dataset<Row> nights =
        shaped(list.withColumn(ActionNight.APPLYING, PlayConditions.applying(playbook)))
            .unionByName(shaped(left(changes)));
    Set<LocalDate> completed = new TreeSet<>(nightBefore.values());
    completed.retainAll(inputs.completedDates());
    Dataset<Row> all =
        inputs
            .completed(Tables.NEXT_ACTION)
            .filter(rows -> !completed.isEmpty())
            .map(rows -> nights.unionByName(shaped(stored(Dates.only(rows, completed)))))
            .orElse(nights);
    return all.groupBy("account_id")
        .as(Encoders.STRING(), Encoders.row(ActionNight.SCHEMA))
        .flatMapSortedGroups(
            new Column[] {col(AsOf.DATE)},
            new ActionHistory(playbook, nightBefore),
            Encoders.row(ActionNight.ACTION));
  }

  private static Dataset<Row> left(Dataset<Row> changes) {
    return changes
        .where(col("change").equalTo(ListChanges.LEFT))
        .withColumn("left_why", col("why"))
        .withColumn(ActionNight.APPLYING, array().cast(PlayConditions.TYPE));
  }

  private static Dataset<Row> stored(Dataset<Row> actions) {
    Column[] columns =
        Arrays.stream(ActionNight.ACTION.fieldNames()).map(n -> col(n)).toArray(Column[]::new);
    return ContractColumns.only(actions, Contracts.of(Tables.NEXT_ACTION))
        .groupBy(AsOf.DATE, "account_id")
        .agg(collect_list(struct(columns)).as(ActionNight.STORED));
  }

  private static Dataset<Row> shaped(Dataset<Row> rows) {
    Set<String> present = Set.of(rows.columns());
    Column[] columns =
        Arrays.stream(ActionNight.SCHEMA.fields())
            .map(
                field ->
                    (present.contains(field.name()) ? col(field.name()) : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  /**
   * Adds to the list what to do first: of the actions that are open or started the one of the first
   * play in the playbook, else one that is snoozed; null when there is none.
   */
  static Dataset<Row> join(Dataset<Row> list, Dataset<Row> actions) {
    Column isSnoozed = col("state").equalTo("snoozed");
    Dataset<Row> first =
        actions
            .where(col("state").isin("open", "started", "snoozed"))
            .groupBy(AsOf.DATE, "account_id")
            .agg(
                min_by(
                        struct("action_id", "action", "role", "due_on", "state", "is_overdue"),
                        struct(isSnoozed, col("priority")))
                    .as("first"))
            .select(
                col(AsOf.DATE),
                col("account_id"),
                col("first.action_id").as("action_id"),
                col("first.action").as("action_text"),
                col("first.role").as("action_role"),
                col("first.due_on").as("action_due_on"),
                col("first.state").as("action_state"),
                col("first.is_overdue").as("action_is_overdue"));
    return list.join(first, ACCOUNT, "left");
  }
}
