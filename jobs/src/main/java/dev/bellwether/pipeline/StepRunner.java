package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.config.Settings;
import dev.bellwether.contract.BellwetherException;
import dev.bellwether.contract.Contract;
import dev.bellwether.contract.ContractChecks;
import dev.bellwether.contract.Contracts;
import dev.bellwether.contract.Violation;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import dev.bellwether.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Runs single steps: hands them their inputs, holds their outputs against their contracts, and
 * writes them.
 *
 * @param warehouse the home's tables
 * @param settings the effective configuration
 * @param dates the as-of dates to compute, ascending
 * @param completed the dates of completed runs: rows of any others were left by a run that failed
 * @param completedThrough the latest as-of date of a completed run, if rollups stand by it
 * @param historyCompleteFrom by staging table, the day before which nothing is known
 */
record StepRunner(
    Warehouse warehouse,
    Settings settings,
    List<LocalDate> dates,
    Set<LocalDate> completed,
    Optional<LocalDate> completedThrough,
    Map<String, LocalDate> historyCompleteFrom) {

  /** Runs a step; the rows that it wrote, by table. */
  Map<String, Long> run(Step step) {
    Map<String, Dataset<Row>> outputs = step.build(inputs(step));
    Map<String, Long> rows = new TreeMap<>();
    for (String table : step.outputs()) {
      // a step makes no table for an input that the source does not feed
      if (outputs.containsKey(table)) {
        Contract contract = Contracts.of(table);
        rows.put(table, write(contract, ContractChecks.conform(outputs.get(table), contract)));
      }
    }
    return rows;
  }

  private StepInputs inputs(Step step) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    step.inputs().forEach(name -> tables.put(name, visible(name)));
    step.optionalInputs().stream()
        .filter(warehouse::exists)
        .forEach(name -> tables.put(name, visible(name)));
    Map<String, Dataset<Row>> earlier = new HashMap<>();
    for (String name : step.outputs()) {
      if (warehouse.exists(name)) {
        earlier.put(name, earlier(name));
      }
    }
    return new StepInputs(
        warehouse.spark(), settings, dates, tables, earlier, completedThrough, historyCompleteFrom);
  }

  private Dataset<Row> visible(String table) {
    Dataset<Row> rows = warehouse.read(table);
    if (!Contracts.of(table).isPerAsOfDate()) {
      return rows;
    }
    Set<LocalDate> visible = new TreeSet<>(completed);
    visible.addAll(dates);
    return Warehouse.onlyDates(rows, visible);
  }

  private Dataset<Row> earlier(String table) {
    Dataset<Row> rows = warehouse.read(table);
    if (!Contracts.of(table).isPerAsOfDate()) {
      return rows;
    }
    List<LocalDate> before = completed.stream().filter(d -> d.isBefore(dates.get(0))).toList();
    return before.isEmpty() ? rows.where(lit(false)) : Warehouse.onlyDates(rows, before);
  }

  private long write(Contract contract, Dataset<Row> rows) {
    if (contract.isPerAsOfDate()) {
      warehouse.replaceDates(contract.name(), rows, dates);
      return check(contract, Warehouse.onlyDates(warehouse.read(contract.name()), dates));
    }
    if (contract.partitionedBy().isEmpty()) {
      if (isOvertaken() && warehouse.exists(contract.name())) {
        return warehouse.read(contract.name()).count();
      }
      warehouse.replaceAll(contract.name(), rows);
      return check(contract, warehouse.read(contract.name()));
    }
    return writeSlices(contract, contract.partitionedBy().get(0), rows);
  }

  /** Whether a later night was run before, so that a table of what is known now must stay. */
  private boolean isOvertaken() {
    return completedThrough.filter(date -> date.isAfter(dates.get(dates.size() - 1))).isPresent();
  }

  private long writeSlices(Contract contract, String slice, Dataset<Row> rows) {
    Dataset<Row> computed = rows.persist(StorageLevel.MEMORY_AND_DISK());
    List<String> literals = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Row row : computed.select(slice).distinct().collectAsList()) {
      values.add(row.get(0));
      literals.add("DATE'" + row.get(0) + "'");
    }
    if (!values.isEmpty()) {
      warehouse.replaceWhere(contract.name(), computed, slice, literals);
    } else if (!warehouse.exists(contract.name())) {
      warehouse.replaceAll(contract.name(), computed);
    }
    computed.unpersist();
    Dataset<Row> written = warehouse.read(contract.name());
    return check(contract, written.where(col(slice).isin(values.toArray())));
  }

  private long check(Contract contract, Dataset<Row> written) {
    List<String> errors = new ArrayList<>();
    for (Violation violation : ContractChecks.violations(written, contract)) {
      if (!violation.warning()) {
        errors.add(violation.count() + " rows break: " + violation.description());
      }
    }
    if (!errors.isEmpty()) {
      throw BellwetherException.data(
          "table " + contract.name() + " departs from its contract, so nothing is published",
          String.join("; ", errors),
          "see schemas/"
              + contract.layer()
              + "/"
              + contract.name()
              + ".yaml and the rows in "
              + warehouse.path(contract.name()));
    }
    return written.count();
  }
}
