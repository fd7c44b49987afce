package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.UniqueKeys;
import dev.bellwether.platform.contract.Violation;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Runs single steps: hands them their inputs, holds their outputs against their contracts, and
 * writes them.
 *
 * <p>What a step made is kept until the run has ended, so that the steps after it read no storage.
 */
final class StepRunner {
  private static final int ROWS_PER_FILE = 500_000;

  private final Warehouse warehouse;
  private final Settings settings;
  private final List<LocalDate> dates;
  private final Set<LocalDate> completed;
  private final Rollups rollups;
  private final Map<String, LocalDate> historyCompleteFrom;
  private final Map<String, Set<String>> unmapped;
  private final Set<String> oneVersion;
  private final Map<String, Dataset<Row>> made = new ConcurrentHashMap<>();
  private final Map<String, Dataset<Row>> checked = new ConcurrentHashMap<>();
  private final Map<String, Dataset<Row>> shared = new ConcurrentHashMap<>();
  private final Map<String, Runnable> unwritten = new ConcurrentHashMap<>();

  /**
   * @param warehouse the home's tables
   * @param settings the effective configuration
   * @param dates the as-of dates to compute, ascending
   * @param completed the dates of completed runs: rows of any others were left by a run that failed
   * @param rollups what earlier runs carried on
   * @param historyCompleteFrom by staging table, the day before which nothing is known
   * @param unmapped by staging table, the columns that the source's mapping does not give
   * @param oneVersion the staging tables in which no key has a second version
   */
  StepRunner(
      Warehouse warehouse,
      Settings settings,
      List<LocalDate> dates,
      Set<LocalDate> completed,
      Rollups rollups,
      Map<String, LocalDate> historyCompleteFrom,
      Map<String, Set<String>> unmapped,
      Set<String> oneVersion) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.dates = dates;
    this.completed = completed;
    this.rollups = rollups;
    this.historyCompleteFrom = historyCompleteFrom;
    this.unmapped = unmapped;
    this.oneVersion = oneVersion;
  }

  /** Computes a step's tables and checks them; the number of their rows. */
  Map<String, Long> compute(Step step) {
    Map<String, Dataset<Row>> outputs = step.build(inputs(step));
    Map<String, Long> rows = new TreeMap<>();
    for (String table : step.tables().makes()) {
      // a step makes no table for an input that the source does not feed
      if (outputs.containsKey(table)) {
        rows.put(table, make(Contracts.of(table), outputs.get(table)));
      }
    }
    return rows;
  }

  /** Writes what a step has made, unless it is written already. */
  void write(Step step) {
    for (String table : step.tables().makes()) {
      Runnable write = unwritten.remove(table);
      if (write != null) {
        write.run();
      }
    }
  }

  /** Fails when two rows of a table share a key; asked of all tables that were made, at once. */
  void requireUniqueKeys() {
    UniqueKeys.broken(checked)
        .forEach((table, violation) -> requireContract(Contracts.of(table), List.of(violation)));
  }

  /** The tables of this run as computed, by name. */
  Map<String, Dataset<Row>> made() {
    return Map.copyOf(made);
  }

  private StepInputs inputs(Step step) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    step.tables().reads().forEach(name -> tables.put(name, visible(name)));
    step.tables().optionalReads().stream()
        .filter(name -> made.containsKey(name) || warehouse.exists(name))
        .forEach(name -> tables.put(name, visible(name)));
    Map<String, Dataset<Row>> own = new HashMap<>();
    for (String name : step.tables().makes()) {
      if (warehouse.exists(name)) {
        own.put(name, completed(name));
      }
    }
    return new StepInputs(
        warehouse.spark(),
        settings,
        dates,
        tables,
        own,
        otherDates(),
        rollups.standThrough(),
        historyCompleteFrom,
        unmapped);
  }

  /**
   * A table as this run sees it: of each as-of date, only what a completed run or this one made.
   */
  private Dataset<Row> visible(String table) {
    Dataset<Row> fresh = made.get(table);
    boolean isPerDate = Contracts.of(table).isPerAsOfDate();
    if (fresh == null) {
      return isPerDate ? completed(table) : stored(table);
    }
    return isPerDate && !otherDates().isEmpty() ? completed(table).unionByName(fresh) : fresh;
  }

  /** What several steps read is read from storage once. */
  private Dataset<Row> stored(String table) {
    return Plan.readers(table) < 2
        ? withVersions(table)
        : shared.computeIfAbsent(
            table, name -> withVersions(name).persist(StorageLevel.MEMORY_AND_DISK()));
  }

  private Dataset<Row> withVersions(String table) {
    Contract contract = Contracts.of(table);
    if (!contract.layer().equals("staging")) {
      return warehouse.read(table);
    }
    return oneVersion.contains(table)
        ? AsOf.withOneVersion(warehouse.read(table))
        : AsOf.withVersions(warehouse.read(table), contract);
  }

  /** Lets go of what was kept in memory for the steps. */
  void close() {
    shared.values().forEach(Dataset::unpersist);
  }

  /** The dates that completed runs have computed, and this one does not. */
  private Set<LocalDate> otherDates() {
    return completed.stream()
        .filter(date -> !dates.contains(date))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Dataset<Row> completed(String table) {
    Dataset<Row> rows = warehouse.read(table);
    if (!Contracts.of(table).isPerAsOfDate()) {
      return rows;
    }
    Set<LocalDate> others = otherDates();
    return others.isEmpty() ? rows.where(lit(false)) : Dates.only(rows, others);
  }

  /**
   * Computes, checks and keeps a table. It is written later, beside the steps that read what was
   * kept; but where storage has more than was made now, they read storage, so it is written first.
   */
  private long make(Contract contract, Dataset<Row> output) {
    ContractChecks.Checked table =
        ContractChecks.compute(
            rollups.withClosedDays(contract, ContractChecks.conform(output, contract)), contract);
    requireContract(contract, table.violations());
    // tables of a small company are small: one file, where Spark would write one for each core
    Dataset<Row> ordered =
        table.rows().coalesce((int) Math.max(1, Math.min(64, table.count() / ROWS_PER_FILE + 1)));
    boolean isSliced = !contract.isPerAsOfDate() && !contract.partitionedBy().isEmpty();
    boolean isCarriedOn = isSliced && !rollups.isMadeWhole(contract.name());
    checked.put(contract.name(), table.rows());
    if (!isCarriedOn || !warehouse.exists(contract.name())) {
      made.put(contract.name(), table.rows());
      unwritten.put(contract.name(), () -> write(contract, ordered));
    } else {
      rollups.write(contract.name(), () -> writeSlices(contract, ordered, table.slices()));
    }
    return table.count();
  }

  private void write(Contract contract, Dataset<Row> rows) {
    if (contract.isPerAsOfDate()) {
      warehouse.replaceDates(contract.name(), rows, dates);
    } else if (contract.partitionedBy().isEmpty()) {
      writeWhole(contract, rows);
    } else {
      rollups.write(contract.name(), () -> warehouse.replaceAll(contract.name(), rows));
    }
  }

  private void writeWhole(Contract contract, Dataset<Row> rows) {
    // a table of what is known now must not go back to an earlier night that is run again
    if (rollups.reachesAll() || !warehouse.exists(contract.name())) {
      warehouse.replaceAll(contract.name(), rows);
    }
  }

  private void writeSlices(Contract contract, Dataset<Row> rows, Set<Object> slices) {
    if (!slices.isEmpty()) {
      warehouse.replaceWhere(
          contract.name(),
          rows,
          contract.partitionedBy().get(0),
          slices.stream().map(slice -> "DATE'" + slice + "'").toList());
    }
  }

  private static void requireContract(Contract contract, List<Violation> violations) {
    List<String> errors =
        violations.stream().filter(v -> !v.warning()).map(Violation::line).toList();
    if (!errors.isEmpty()) {
      throw BellwetherException.data(
          "table " + contract.name() + " departs from its contract, so nothing is published",
          String.join("; ", errors),
          "see schemas/"
              + contract.layer()
              + "/"
              + contract.name()
              + ".yaml; an input that breaks it unseen belongs in a rule of its staging contract");
    }
  }
}
