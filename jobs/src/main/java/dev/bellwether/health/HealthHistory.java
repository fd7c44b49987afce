package dev.bellwether.health;

import static dev.bellwether.health.HealthBands.UNKNOWN;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * One account's nights in the order of their dates: bands with hysteresis, the freeze of accounts
 * that are no customers, and changes against earlier nights.
 *
 * <p>Rows have the shape of account_health. Those before the first date are earlier nights as
 * stored; the others are drafts that this class completes.
 */
final class HealthHistory implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1;
  private static final int[] CHANGE_DAYS = {7, 28, 90};

  /** What an account keeps from its last night as a customer. */
  private static final List<String> FROZEN =
      List.of(
          "scorecard",
          "scorecard_version",
          "score",
          "score_before_overrides",
          "band",
          "band_raw",
          "coverage",
          "confidence",
          "scored_on");

  private final StructType schema;
  private final HealthBands bands;
  private final LocalDate first;
  private final Map<LocalDate, LocalDate> nightBefore = new HashMap<>();

  /**
   * @param schema the columns of account_health
   * @param nights the dates in order, led by the latest earlier date where there is one
   * @param first the first date to complete
   */
  HealthHistory(StructType schema, HealthBands bands, List<LocalDate> nights, LocalDate first) {
    this.schema = schema;
    this.bands = bands;
    this.first = first;
    for (int i = 1; i < nights.size(); i++) {
      nightBefore.put(nights.get(i), nights.get(i - 1));
    }
  }

  @Override
  public Iterator<Row> call(String accountId, Iterator<Row> inOrder) {
    List<Row> completed = new ArrayList<>();
    Map<LocalDate, Double> scores = new HashMap<>();
    Row previous = null;
    while (inOrder.hasNext()) {
      Row row = inOrder.next();
      LocalDate date = date(row);
      if (!date.isBefore(first)) {
        row = complete(row, isNightBefore(previous, date) ? previous : null, scores);
        completed.add(row);
      }
      scores.put(date, (Double) row.get(at("score")));
      previous = row;
    }
    return completed.iterator();
  }

  private boolean isNightBefore(Row previous, LocalDate date) {
    return previous != null && date(previous).equals(nightBefore.get(date));
  }

  private Row complete(Row draft, Row previous, Map<LocalDate, Double> scores) {
    Object[] values = new Object[schema.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = draft.get(i);
    }
    if (isCustomer(draft)) {
      band(values, previous);
    } else {
      freeze(values, previous);
    }
    for (int days : CHANGE_DAYS) {
      Double before = scores.get(date(draft).minusDays(days));
      Double now = (Double) values[at("score")];
      values[at("change_" + days + "d")] = now == null || before == null ? null : now - before;
    }
    return RowFactory.create(values);
  }

  private void band(Object[] values, Row previous) {
    Double score = (Double) values[at("score")];
    Double coverage = (Double) values[at("coverage")];
    // who comes back after a churn starts anew, without a memory
    String before =
        previous != null && isCustomer(previous) ? previous.getString(at("band")) : null;
    values[at("band_raw")] = bands.plain(score, coverage);
    values[at("band")] = bands.after(before, score, coverage);
    values[at("scored_on")] = values[at("as_of_date")];
  }

  private void freeze(Object[] values, Row previous) {
    boolean wasScored = previous != null && !previous.isNullAt(at("scored_on"));
    for (String column : FROZEN) {
      values[at(column)] = wasScored ? previous.get(at(column)) : null;
    }
    if (!wasScored) {
      values[at("band")] = UNKNOWN;
      values[at("band_raw")] = UNKNOWN;
    }
  }

  private boolean isCustomer(Row row) {
    return "customer".equals(row.getString(at("status")));
  }

  private LocalDate date(Row row) {
    return ((Date) row.get(at("as_of_date"))).toLocalDate();
  }

  private int at(String column) {
    return schema.fieldIndex(column);
  }
}
