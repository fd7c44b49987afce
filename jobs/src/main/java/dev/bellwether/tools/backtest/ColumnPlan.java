package dev.bellwether.tools.backtest;

import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.config.Nearest;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Which column of a table is what.
 *
 * @param names all columns
 * @param label position of the label
 * @param id position of the id, -1 without
 * @param time position of the time, -1 without
 * @param malformed position of the column that holds what could not be read
 * @param wanted position of the column that says whether a row is wanted, -1 where all are
 * @param dropped positions of the columns not to learn from
 */
record ColumnPlan(
    List<String> names,
    int label,
    int id,
    int time,
    int malformed,
    int wanted,
    List<Integer> dropped)
    implements Serializable {
  /** A column of our own: whether the condition of --where holds. */
  static final String WANTED = "_bellwether_wanted";

  /** Finds the columns that a request names. */
  static ColumnPlan of(String[] columns, BacktestRequest request) {
    List<String> names = List.copyOf(Arrays.asList(columns));
    return new ColumnPlan(
        names,
        position(names, "--label", request.label()),
        request.id().map(name -> position(names, "--id", name)).orElse(-1),
        request.time().map(name -> position(names, "--time", name)).orElse(-1),
        names.indexOf(RawReader.MALFORMED),
        names.indexOf(WANTED),
        request.drop().stream().map(name -> position(names, "--drop", name)).toList());
  }

  private static int position(List<String> names, String option, String wanted) {
    int exact = names.indexOf(wanted);
    if (exact >= 0) {
      return exact;
    }
    List<String> alike = names.stream().filter(name -> name.equalsIgnoreCase(wanted)).toList();
    if (alike.size() == 1) {
      return names.indexOf(alike.get(0));
    }
    List<String> known =
        names.stream().filter(n -> !n.equals(RawReader.MALFORMED) && !n.equals(WANTED)).toList();
    throw BellwetherException.configuration(
        option + " " + wanted + " is not a column of the table",
        "no column has that name",
        Nearest.advice(wanted, known));
  }

  /** Positions of the columns that may be features. */
  List<Integer> candidates() {
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i != label && i != id && i != time && i != malformed && i != wanted) {
        candidates.add(i);
      }
    }
    return candidates;
  }

  boolean isReadable(Row row) {
    return malformed < 0 || row.isNullAt(malformed);
  }

  /** Whether a row is one of those that --where names. */
  boolean isWanted(Row row) {
    return wanted < 0 || row.getBoolean(wanted);
  }

  /** Whether a row was readable, is wanted, and has a label. */
  boolean isUsable(Row row) {
    return isReadable(row) && isWanted(row) && Label.value(labelOf(row)) != null;
  }

  Object labelOf(Row row) {
    return row.get(label);
  }

  /** The cell that says when the row was observed; null without. */
  Object timeOf(Row row) {
    return time < 0 ? null : row.get(time);
  }
}
