package dev.bellwether.trackrecord;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import java.util.Arrays;
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
 * How well health, CSMs and predictions foretold churn, by what had matured at each date.
 *
 * <p>They are judged by what they said at month-ends. First come accounts with a decision in the
 * window and no notice given ({@link Group#DECISION}), beside them all customers ({@link
 * Group#POOLED}).
 */
public final class TrackRecord implements Step {
  private static final String NAME = "track_record";
  private static final StructType ACCOUNT = StructType.fromDDL("account_id string, subject string");
  private static final StructType SUBJECT = StructType.fromDDL("subject string, horizon_days int");

  @Override
  public List<String> inputs() {
    return List.of("account_features", "account_health", "churn_label", PredictionOutcome.NAME);
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> judged = Judged.of(inputs);
    Dataset<Row> evidence = perLevel(judged).unionByName(perChurn(judged), true);
    Dataset<Row> rows =
        evidence
            .groupBy("subject", "horizon_days")
            .as(Encoders.row(SUBJECT), Encoders.row(evidence.schema()))
            .flatMapSortedGroups(
                new Column[] {col("level")},
                new TrackRecordRows(inputs.dates()),
                Encoders.row(nullable(Contracts.of(NAME).schema())));
    return Map.of(NAME, rows);
  }

  /** Outcomes of one level of risk are alike, whosever they are. */
  private static Dataset<Row> perLevel(Dataset<Row> judged) {
    Column cohort = when(col("decision"), Group.DECISION).otherwise(Group.POOLED);
    return judged
        .withColumn("cohort", cohort)
        .groupBy(columns(Evidence.GROUP, "matured_on", "level", "band"))
        .agg(
            count(lit(1)).as("n"),
            count_if(col("churned")).as("events"),
            min("observed_on").as("observed_on"),
            sum("probability_units").as("probability_units"),
            sum("loss_units").as("loss_units"));
  }

  private static Dataset<Row> perChurn(Dataset<Row> judged) {
    Dataset<Row> churned = judged.where(col("churned")).select("account_id").distinct();
    Dataset<Row> theirs = judged.join(churned, new String[] {"account_id"}, "left_semi");
    return theirs
        .groupBy("account_id", "subject")
        .as(Encoders.row(ACCOUNT), Encoders.row(theirs.schema()))
        .flatMapGroups(new LostAccounts(), Encoders.row(LostAccounts.SCHEMA))
        .groupBy(columns(Evidence.GROUP, "matured_on", "green_before", "lead_days"))
        .agg(count(lit(1)).as("churned_accounts"));
  }

  private static Column[] columns(List<String> group, String... more) {
    return Stream.concat(group.stream(), Arrays.stream(more))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
