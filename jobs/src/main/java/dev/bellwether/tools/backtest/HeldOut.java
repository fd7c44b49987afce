package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Forecasts;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A row that nothing was learned from, with what was predicted for it.
 *
 * @param row its number in the table, from 0
 * @param id whom it is about
 * @param event what happened
 * @param slice the fold that it was held out in, or the test
 * @param probabilities by method
 * @param beyond the columns in which it is beyond what was learned from; mostly none
 */
record HeldOut(
    long row,
    String id,
    boolean event,
    String slice,
    Map<String, Double> probabilities,
    List<String> beyond)
    implements Serializable {

  /** What a method predicted for rows, beside what happened. */
  static Forecasts forecasts(List<HeldOut> rows, String method) {
    boolean[] events = new boolean[rows.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = rows.get(i).event();
    }
    return Forecasts.of(
        rows.stream().mapToDouble(row -> row.probabilities().get(method)).toArray(),
        events,
        rows.stream().map(HeldOut::id).toList());
  }
}
