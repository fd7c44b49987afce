package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param contents a hash of each row's features and outcome
 * @param firstTestRow the number of the first row of a test set
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record Outcomes(
    long[] rows,
    List<String> ids,
    boolean[] events,
    double[] times,
    long[] contents,
    long firstTestRow) {

  /** What is collected of a row. */
  private record Outcome(long row, String id, double time, boolean event, long content)
      implements Serializable {

    static Outcome of(Example example) {
      return new Outcome(
          example.row(), example.id(), example.time(), example.event(), content(example));
    }

    /** Two hashes in one number, so that few rows are alike by chance. */
    private static long content(Example example) {
      long numbers = Arrays.hashCode(example.numbers());
      long texts = 31L * Arrays.hashCode(example.texts()) + Boolean.hashCode(example.event());
      long other = 17;
      for (double number : example.numbers()) {
        other = other * 1_000_003 + Double.hashCode(number);
      }
      return (other * 31 + texts) << 20 ^ numbers;
    }
  }

  /** Collects the outcomes of examples: a few bytes and the id of each. */
  static Outcomes of(JavaRDD<Example> examples, long firstTestRow) {
    List<Outcome> bare = examples.map(Outcome::of).collect();
    boolean[] events = new boolean[bare.size()];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      events[i] = bare.get(i).event();
      ids.add(bare.get(i).id());
    }
    return new Outcomes(
        bare.stream().mapToLong(Outcome::row).toArray(),
        ids,
        events,
        bare.stream().mapToDouble(Outcome::time).toArray(),
        bare.stream().mapToLong(Outcome::content).toArray(),
        firstTestRow);
  }

  /** Whether the row at a position is of the test set. */
  boolean isOfTestSet(int position) {
    return rows[position] >= firstTestRow;
  }

  /** How many rows are the same as an earlier one, outcome included. */
  long repeated() {
    return size() - Arrays.stream(contents).distinct().count();
  }

  /** The rows that the condition chooses by position. */
  Outcomes only(IntPredicate condition) {
    int[] chosen = IntStream.range(0, size()).filter(condition).toArray();
    boolean[] chosenEvents = new boolean[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      chosenEvents[i] = events[chosen[i]];
    }
    return new Outcomes(
        IntStream.of(chosen).mapToLong(i -> rows[i]).toArray(),
        IntStream.of(chosen).mapToObj(ids::get).toList(),
        chosenEvents,
        IntStream.of(chosen).mapToDouble(i -> times[i]).toArray(),
        IntStream.of(chosen).mapToLong(i -> contents[i]).toArray(),
        firstTestRow);
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
          "give more rows or a longer history, lower --purge, or use --folds");
    }
  }
}
