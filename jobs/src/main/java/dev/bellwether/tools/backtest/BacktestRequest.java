package dev.bellwether.tools.backtest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to learn from, and how to judge.
 *
 * @param files files, folders or globs
 * @param label the column that says what happened
 * @param positive the label's value that means churn, against all others
 * @param id the column that says whom a row is about; without, each row is about another
 * @param split how rows are held out
 * @param drop columns not to learn from
 * @param revenue the column that says what a row pays; without, one whose name says so, if any
 * @param where a condition in Spark SQL; rows for which it does not hold are left out
 * @param readerOptions of the reader of the files, over those that fit their kind
 * @param seed of everything random
 */
public record BacktestRequest(
    List<String> files,
    String label,
    Optional<String> positive,
    Optional<String> id,
    Split split,
    List<String> drop,
    Optional<String> revenue,
    Optional<String> where,
    Map<String, String> readerOptions,
    long seed) {

  /** How rows are held out. */
  public sealed interface Split {}

  /**
   * By lot: each of some folds in turn.
   *
   * @param count how many folds
   */
  public record ByLot(int count) implements Split {}

  /**
   * In time: the last rows are held out.
   *
   * @param column says when a row was observed
   * @param purge units of time (days, for dates) left out before the rows that calibrate and judge
   */
  public record InTime(String column, double purge) implements Split {}

  /**
   * The rows of other files are held out.
   *
   * @param files files, folders or globs
   */
  public record TestSet(List<String> files) implements Split {}

  /** A request that names a table and its label, and leaves all else as it is by default. */
  public static BacktestRequest of(List<String> files, String label) {
    return new BacktestRequest(
        files,
        label,
        Optional.empty(),
        Optional.empty(),
        new ByLot(5),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        1);
  }

  /** The column that says when a row was observed, where rows are held out in time. */
  Optional<String> time() {
    return split instanceof InTime inTime ? Optional.of(inTime.column()) : Optional.empty();
  }
}
