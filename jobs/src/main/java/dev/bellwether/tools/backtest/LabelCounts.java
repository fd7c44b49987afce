package dev.bellwether.tools.backtest;

import java.io.Serializable;
import java.util.TreeMap;

/** What stands in the label column: partitions add it up. */
final class LabelCounts implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_VALUES = 100;

  final TreeMap<String, Long> values = new TreeMap<>();
  long rows;
  long malformed;
  long unlabelled;
  long unwanted;

  LabelCounts add(ColumnPlan columns, org.apache.spark.sql.Row row) {
    if (!columns.isReadable(row)) {
      // a quote that is never closed takes in the lines after it
      long lines = Math.max(1, row.getString(columns.malformed()).lines().count());
      rows += lines;
      malformed += lines;
      return this;
    }
    rows++;
    if (!columns.isWanted(row)) {
      unwanted++;
      return this;
    }
    String value = Label.value(columns.labelOf(row));
    if (value == null) {
      unlabelled++;
    } else {
      count(value, 1);
    }
    return this;
  }

  LabelCounts merge(LabelCounts other) {
    rows += other.rows;
    malformed += other.malformed;
    unlabelled += other.unlabelled;
    unwanted += other.unwanted;
    other.values.forEach(this::count);
    return this;
  }

  private void count(String value, long n) {
    if (values.size() < MOST_VALUES || values.containsKey(value)) {
      values.merge(value, n, Long::sum);
    }
  }

  long labelled() {
    return rows - malformed - unlabelled - unwanted;
  }
}
