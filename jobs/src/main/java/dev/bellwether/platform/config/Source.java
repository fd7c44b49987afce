package dev.bellwether.platform.config;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a source's raw files are, and how they become canonical tables: {@code
 * conf/sources/NAME/source.yaml}.
 *
 * @param name the source's name, which is its folder's name
 * @param path the folder that inputs' paths are relative to
 * @param deletesMaxPercent the share of a table's keys that one snapshot may delete without being
 *     told apart from a file that was cut, in percent
 * @param inputs the raw inputs by name, in order
 * @param tables the canonical tables by name, in order
 */
public record Source(
    String name,
    String path,
    int deletesMaxPercent,
    Map<String, Input> inputs,
    Map<String, Mapping> tables) {

  /**
   * Whether it tells who the customers are. A source of tickets alone does not: its support can be
   * computed, but no account's health, churn or renewal.
   */
  public boolean givesCustomers() {
    return tables.containsKey("subscriptions");
  }

  /** The same source with its inputs elsewhere. */
  public Source withInputs(Map<String, Input> others) {
    return new Source(name, path, deletesMaxPercent, others, tables);
  }

  /** How an input grows: by new files, or by being replaced whole. */
  public enum Mode {
    APPEND,
    SNAPSHOT
  }

  /** What tells when a row had arrived. */
  public enum ArrivalKind {
    /** A column of the mapping's SELECT. */
    COLUMN,
    /** The as-of date of the run that first ingested the row. */
    FIRST_SEEN,
    /** When it happened: for one-off history only. */
    EVENT_TIME
  }

  /**
   * An arrival policy.
   *
   * @param column the SELECT's column that holds the arrival, for COLUMN; else null
   */
  public record Arrival(ArrivalKind kind, String column) {}

  /**
   * One raw input.
   *
   * @param format csv, json, parquet or delta, or jdbc: a database
   * @param path a file, folder or glob, relative to the source's path; empty for a database
   * @param mode append or snapshot
   * @param arrival what tells when a row had arrived
   * @param deletes for a snapshot: whether a key that is missing was deleted
   * @param required whether its absence is an error
   * @param options reader options, passed to Spark
   * @param columns the columns that SELECTs read of it; one that was not delivered is null. Empty
   *     where the files alone tell
   * @param extract what is read of a database; none where there are files
   */
  public record Input(
      String format,
      String path,
      Mode mode,
      Arrival arrival,
      boolean deletes,
      boolean required,
      Map<String, String> options,
      List<String> columns,
      Optional<Extract> extract) {

    public Input {
      columns = List.copyOf(columns);
    }

    /** An input whose files alone tell its columns. */
    public Input(
        String format,
        String path,
        Mode mode,
        Arrival arrival,
        boolean deletes,
        boolean required,
        Map<String, String> options) {
      this(format, path, mode, arrival, deletes, required, options, List.of(), Optional.empty());
    }

    /** Whether its files are those of one Delta table. */
    public boolean isDelta() {
      return format.equals("delta");
    }

    /** The same input, landed as Parquet files. */
    public Input inFiles(String pattern) {
      return new Input(
          "parquet",
          pattern,
          mode,
          arrival,
          deletes,
          required,
          Map.of(),
          columns,
          Optional.empty());
    }
  }

  /**
   * How one canonical table is made.
   *
   * @param from the input whose rows drive it: its mode and arrival policy are the table's
   * @param select the Spark SQL SELECT over the inputs
   * @param historyCompleteFrom the day before which nothing is known, or null when all is known
   * @param inputs the inputs that it names, {@code from} and those of its identities included
   * @param columns those that it yields, in lower case; empty where its text does not tell, since a
   *     star takes whatever there is
   * @param identities by what the accounts that it names are found; empty where its ids are theirs
   */
  public record Mapping(
      String from,
      String select,
      LocalDate historyCompleteFrom,
      Set<String> inputs,
      Optional<Set<String>> columns,
      Optional<Identities> identities) {

    /** A mapping whose account ids are the accounts' own. */
    public Mapping(
        String from,
        String select,
        LocalDate historyCompleteFrom,
        Set<String> inputs,
        Optional<Set<String>> columns) {
      this(from, select, historyCompleteFrom, inputs, columns, Optional.empty());
    }

    /** The same with account ids that are found by identities. */
    public Mapping with(Identities found) {
      Set<String> all = new TreeSet<>(inputs);
      all.addAll(found.inputs());
      return new Mapping(
          from, select, historyCompleteFrom, Set.copyOf(all), columns, Optional.of(found));
    }

    /** Whether the SELECT may give a column: it yields it, or whatever there is. */
    public boolean mayGive(String column) {
      return columns.map(all -> all.contains(column.toLowerCase(Locale.ROOT))).orElse(true);
    }
  }

  /**
   * By what accounts are found where a table holds another system's ids of them.
   *
   * @param system the system, as account_identities names it
   * @param select the SELECT of account_identities
   * @param inputs the inputs that it names, all of them snapshots
   */
  public record Identities(String system, String select, Set<String> inputs) {}
}
