package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
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

  /** Those of the labels that had matured by a date. */
  static LabelledDays of(StepInputs inputs, LocalDate latest) {
    Dataset<Row> labels =
        inputs.table(Tables.CHURN_LABEL).where(col("matured_on").leq(lit(Date.valueOf(latest))));
    Map<Integer, LocalDate> knownOn = new TreeMap<>();
    labels
        .groupBy("observed_on")
        .agg(min("matured_on"))
        .collectAsList()
        .forEach(row -> knownOn.put((int) date(row, 0).toEpochDay(), date(row, 1)));
    int enough = inputs.settings().churn().modelMinimumChurned();
    return new LabelledDays(enoughOn(labels, enough), knownOn);
  }

  private static Optional<LocalDate> enoughOn(Dataset<Row> labels, int enough) {
    TreeMap<LocalDate, Long> perDay = new TreeMap<>();
    labels
        .where(col("churned"))
        .groupBy("account_id")
        .agg(min("matured_on").as("matured_on"))
        .groupBy("matured_on")
        .count()
        .collectAsList()
        .forEach(row -> perDay.put(date(row, 0), row.getLong(1)));
    long churned = 0;
    for (Map.Entry<LocalDate, Long> day : perDay.entrySet()) {
      churned += day.getValue();
      if (churned >= enough) {
        return Optional.of(day.getKey());
      }
    }
    return Optional.empty();
  }

  private static LocalDate date(Row row, int position) {
    return row.<Date>getAs(position).toLocalDate();
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
