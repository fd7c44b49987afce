package dev.bellwether.marts.trackrecord;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How well health, the assessments of CSMs and predictions told who would churn, by what had
 * matured at each date.
 *
 * <p>They are judged by their signals of month-ends. First come accounts with a decision in the
 * window and no notice given ({@link Group#DECISION}), beside them all customers ({@link
 * Group#POOLED}).
 */
public final class TrackRecord implements Step {
  private static final StructType ACCOUNT = StructType.fromDDL("account_id string, subject string");
  private static final StructType SUBJECT = StructType.fromDDL("subject string, horizon_days int");

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.TRACK_RECORD)
        .from(
            Tables.ACCOUNT_FEATURES,
            Tables.ACCOUNT_HEALTH,
            Tables.CHURN_LABEL,
            Tables.PREDICTION_OUTCOME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> evidence = perLevel(perAccount(SignalOutcomes.of(inputs), inputs.dates()));
    Dataset<Row> rows =
        evidence
            .groupBy("subject", "horizon_days")
            .as(Encoders.row(SUBJECT), Encoders.row(evidence.schema()))
            .flatMapSortedGroups(
                new Column[] {col("level").desc()},
                new TrackRecordRows(inputs.dates()),
                Encoders.row(nullable(Contracts.of(Tables.TRACK_RECORD).schema())));
    return Map.of(Tables.TRACK_RECORD, rows);
  }

  private static Dataset<Row> perAccount(Dataset<Row> signals, List<LocalDate> dates) {
    return signals
        .groupBy("account_id", "subject")
        .as(Encoders.row(ACCOUNT), Encoders.row(signals.schema()))
        .flatMapGroups(new AccountEvidence(dates), Encoders.row(Evidence.SCHEMA));
  }

  /** Outcomes of one level of risk that come in together are alike, whosever they are. */
  private static Dataset<Row> perLevel(Dataset<Row> evidence) {
    Column[] key = Evidence.KEY.stream().map(name -> col(name)).toArray(Column[]::new);
    return evidence
        .groupBy(key)
        .agg(
            min("first_observed_on").as("first_observed_on"),
            Stream.concat(
                    Stream.of(max("last_observed_on").as("last_observed_on")),
                    Evidence.COUNTS.stream().map(name -> sum(name).as(name)))
                .toArray(Column[]::new));
  }

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
