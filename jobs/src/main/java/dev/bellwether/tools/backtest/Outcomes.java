package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * What happened in each row, without its features: what a split is decided by.
 *
 * @param rows numbers of the rows
 * @param ids whom they are about
 * @param events what happened
 * @param times when they were observed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record Outcomes(long[] rows, List<String> ids, boolean[] events, double[] times) {

  /** Collects the outcomes of examples: a few bytes and the id of each. */
  static Outcomes of(JavaRDD<Example> examples) {
    List<Example> bare =
        examples.map(e -> new Example(e.row(), e.id(), e.time(), e.event(), null, null)).collect();
    boolean[] events = new boolean[bare.size()];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      events[i] = bare.get(i).event();
      ids.add(bare.get(i).id());
    }
    return new Outcomes(
        bare.stream().mapToLong(Example::row).toArray(),
        ids,
        events,
        bare.stream().mapToDouble(Example::time).toArray());
  }

  /** How many rows. */
  int size() {
    return events.length;
  }

  /** How many events among the rows that the condition chooses by position. */
  int events(IntPredicate condition) {
    return (int) IntStream.range(0, size()).filter(condition).filter(i -> events[i]).count();
  }

  /** How many rows the condition chooses by position. */
  int count(IntPredicate condition) {
    return (int) IntStream.range(0, size()).filter(condition).count();
  }

  /** The share of events among the rows that the condition chooses, a little short of 0 and 1. */
  double rate(IntPredicate condition) {
    return (events(condition) + 0.5) / (count(condition) + 1);
  }

  /** How many distinct ids have a row with the event, or one without. */
  int ids(boolean withEvent) {
    return (int)
        IntStream.range(0, size())
            .filter(i -> events[i] == withEvent)
            .mapToObj(ids::get)
            .distinct()
            .count();
  }

  /** Fails unless a slice has rows of both outcomes. */
  void requireBoth(String slice, IntPredicate condition) {
    int events = events(condition);
    int rows = count(condition);
    if (events == 0 || events == rows) {
      throw BellwetherException.data(
          "the " + slice + " rows all have the same outcome",
          rows + " rows, " + events + " events",
          "give a longer history, lower --purge, or use --folds instead of --time");
    }
  }
}
