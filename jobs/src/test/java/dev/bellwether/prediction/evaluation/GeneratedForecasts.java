package dev.bellwether.prediction.evaluation;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small forecasts of both outcomes, with many ties, and ids that repeat. */
final class GeneratedForecasts {
  private GeneratedForecasts() {}

  /** One row as a naive loop sees it. */
  record Row(double probability, boolean event, String id) {}

  static Arbitrary<List<Row>> rows() {
    Arbitrary<Row> row =
        Combinators.combine(
                Arbitraries.integers().between(1, 19).map(i -> i / 20.0),
                Arbitraries.of(true, false),
                Arbitraries.of("a", "b", "c", "d", "e"))
            .as(Row::new);
    return row.list()
        .ofMinSize(2)
        .ofMaxSize(60)
        .filter(rows -> rows.stream().map(Row::event).distinct().count() == 2);
  }

  static Forecasts of(List<Row> rows) {
    boolean[] events = new boolean[rows.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = rows.get(i).event();
    }
    return Forecasts.of(
        rows.stream().mapToDouble(Row::probability).toArray(),
        events,
        rows.stream().map(Row::id).toList());
  }

  /** Forecasts whose rows count 0 to 2 times, beside the rows written out as often. */
  static List<Row> repeated(Forecasts forecasts, int[] weights) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      for (int times = 0; times < weights[i]; times++) {
        rows.add(new Row(forecasts.probabilities()[i], forecasts.events()[i], "x"));
      }
    }
    return rows;
  }
}
