package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What tells, before any customer is read, whether a model can be tried on a date.
 *
 * @param enoughOn the day by which enough distinct accounts were known to have churned
 * @param knownOn by observation date (days since 1970-01-01), the day from which its first outcome
 *     was known
 */
record LabelledDays(Optional<LocalDate> enoughOn, Map<Integer, LocalDate> knownOn) {

  /** Those of the labels that had matured by a date; in one query. */
  static LabelledDays of(StepInputs inputs, LocalDate latest) {
    Dataset<Row> labels =
        inputs.table(Tables.CHURN_LABEL).where(col("matured_on").leq(lit(Date.valueOf(latest))));
    Map<Integer, LocalDate> knownOn = new TreeMap<>();
    TreeMap<LocalDate, Long> churned = new TreeMap<>();
    for (Row row : observed(labels).unionByName(churnedAccounts(labels), true).collectAsList()) {
      LocalDate maturedOn = row.<Date>getAs("matured_on").toLocalDate();
      Date observedOn = row.getAs("observed_on");
      if (observedOn == null) {
        churned.put(maturedOn, row.getAs("accounts"));
      } else {
        knownOn.put((int) observedOn.toLocalDate().toEpochDay(), maturedOn);
      }
    }
    return new LabelledDays(
        enoughOn(churned, inputs.settings().churn().modelMinimumChurned()), knownOn);
  }

  /** Each observation date with the day from which its first outcome was known. */
  private static Dataset<Row> observed(Dataset<Row> labels) {
    return labels.groupBy("observed_on").agg(min("matured_on").as("matured_on"));
  }

  /** How many distinct accounts were first known to have churned on a day. */
  private static Dataset<Row> churnedAccounts(Dataset<Row> labels) {
    return labels
        .where(col("churned"))
        .groupBy("account_id")
        .agg(min("matured_on").as("matured_on"))
        .groupBy("matured_on")
        .agg(count(lit(1)).as("accounts"));
  }

  private static Optional<LocalDate> enoughOn(TreeMap<LocalDate, Long> churned, int enough) {
    long soFar = 0;
    for (Map.Entry<LocalDate, Long> day : churned.entrySet()) {
      soFar += day.getValue();
      if (soFar >= enough) {
        return Optional.of(day.getKey());
      }
    }
    return Optional.empty();
  }

  /** All observation dates. */
  List<LocalDate> observed() {
    return knownOn.keySet().stream().map(LocalDate::ofEpochDay).toList();
  }

  /** The observation dates of which an outcome was known on a date, ascending. */
  List<Integer> known(LocalDate date) {
    return knownOn.entrySet().stream()
        .filter(day -> !day.getValue().isAfter(date))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Whether enough accounts had churned, over long enough a history. */
  boolean suffice(LocalDate date) {
    return enoughOn.filter(day -> !date.isBefore(day)).isPresent()
        && ChurnTraining.isLongEnough(known(date));
  }
}
