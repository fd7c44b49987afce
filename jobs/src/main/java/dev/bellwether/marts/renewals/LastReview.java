package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the list said of an account when its owner reviewed it last: the list of the last night on
 * or before that day, which the owner had before them.
 *
 * <p>A review that the last completed night knew keeps what that night said of it; only for those
 * that are new since then are earlier lists read, and of these only the nights of their days.
 */
final class LastReview {
  private static final String[] REVIEW = {"account_id", "reviewed_on"};

  private static final StructType NIGHTS =
      new StructType()
          .add("reviewed_on", DataTypes.DateType)
          .add("list_at_review_on", DataTypes.DateType);

  private final StepInputs inputs;
  private final Dataset<Row> list;
  private final TreeSet<LocalDate> nights;

  /**
   * @param list rows of renewal_risk of the dates to compute, ranked
   */
  LastReview(StepInputs inputs, Dataset<Row> list) {
    this.inputs = inputs;
    this.list = list;
    this.nights = new TreeSet<>(inputs.completedDates());
    nights.addAll(inputs.dates());
  }

  /**
   * Adds {@code list_at_review_on, rank_at_review, score_at_review, expected_arr_loss_at_review} to
   * rows with reviewed_on; null without a review, and when the account was not on that list.
   */
  Dataset<Row> join(Dataset<Row> rows) {
    if (inputs.optional(Tables.RENEWAL_REVIEWS).isEmpty()) {
      return rows.withColumn("list_at_review_on", lit(null).cast("date"))
          .withColumn("rank_at_review", lit(null).cast("int"))
          .withColumn("score_at_review", lit(null).cast("double"))
          .withColumn("expected_arr_loss_at_review", lit(null).cast("decimal(18,2)"));
    }
    Optional<Dataset<Row>> kept = kept();
    Dataset<Row> reviews = list.where(col("reviewed_on").isNotNull()).select(columns(REVIEW));
    Dataset<Row> fresh = without(reviews, kept).distinct();
    Dataset<Row> said = without(said(Dates.of(fresh, "reviewed_on")), kept);
    return rows.join(kept.map(said::unionByName).orElse(said), REVIEW, "left");
  }

  /** What the last night completed before these dates had found of the reviews that it knew. */
  private Optional<Dataset<Row>> kept() {
    LocalDate before = new TreeSet<>(inputs.completedDates()).lower(inputs.dates().get(0));
    return before == null
        ? Optional.empty()
        : inputs
            .completed(Tables.RENEWAL_RISK)
            .map(rows -> whole(Dates.only(rows, List.of(before))))
            .map(
                rows ->
                    rows.where(col("reviewed_on").isNotNull())
                        .select(
                            columns(
                                "account_id",
                                "reviewed_on",
                                "list_at_review_on",
                                "rank_at_review",
                                "score_at_review",
                                "expected_arr_loss_at_review")));
  }

  private static Dataset<Row> without(Dataset<Row> rows, Optional<Dataset<Row>> kept) {
    return kept.map(known -> rows.join(known, REVIEW, "left_anti")).orElse(rows);
  }

  /** What the lists of the nights of these days say of each account on them. */
  private Dataset<Row> said(List<LocalDate> days) {
    TreeSet<LocalDate> completed = new TreeSet<>();
    days.stream().map(nights::floor).filter(Objects::nonNull).forEach(completed::add);
    completed.retainAll(inputs.completedDates());
    Dataset<Row> now = ofNight(list);
    Dataset<Row> lists =
        inputs
            .completed(Tables.RENEWAL_RISK)
            .filter(rows -> !completed.isEmpty())
            .map(rows -> now.unionByName(ofNight(whole(Dates.only(rows, completed)))))
            .orElse(now);
    return lists.join(broadcast(nightOf(days)), "list_at_review_on");
  }

  private static Dataset<Row> ofNight(Dataset<Row> rows) {
    return rows.select(
        col(AsOf.DATE).as("list_at_review_on"),
        col("account_id"),
        col("rank").as("rank_at_review"),
        col("score").as("score_at_review"),
        col("expected_arr_loss").as("expected_arr_loss_at_review"));
  }

  /** The last night on or before each day; a day before all nights has none. */
  private Dataset<Row> nightOf(List<LocalDate> days) {
    List<Row> rows =
        days.stream()
            .filter(day -> nights.floor(day) != null)
            .map(day -> RowFactory.create(Date.valueOf(day), Date.valueOf(nights.floor(day))))
            .toList();
    return inputs.spark().createDataFrame(rows, NIGHTS);
  }

  /** Lists of before a column was there have it, unknown. */
  private static Dataset<Row> whole(Dataset<Row> rows) {
    return ContractColumns.withMissing(rows, Contracts.of(Tables.RENEWAL_RISK));
  }

  private static Column[] columns(String... names) {
    return Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
  }
}
