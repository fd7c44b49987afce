package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/** Holds a table against its contract. */
public final class ContractChecks {
  private ContractChecks() {}

  /**
   * The same rows with the contract's columns in its order, each with its description as comment.
   *
   * <p>Nothing is cast, dropped or filled in.
   *
   * @throws BellwetherException when a column is missing, surplus or of another type
   */
  public static Dataset<Row> conform(Dataset<Row> rows, Contract contract) {
    List<String> differences = SchemaDifference.between(rows.schema(), contract);
    if (!differences.isEmpty() || rows.columns().length != contract.columns().size()) {
      throw BellwetherException.data(
          "table " + contract.name() + " does not have the columns of its contract",
          differences.isEmpty() ? "a column is there twice" : String.join("; ", differences),
          "make it as schemas/" + contract.layer() + "/" + contract.name() + ".yaml says");
    }
    return rows.select(
        contract.columns().stream().map(ContractChecks::commented).toArray(Column[]::new));
  }

  /**
   * A table that was computed and held against what its contract says of rows.
   *
   * @param rows its rows, kept where they were computed
   * @param count how many they are
   * @param slices the values of the column that the table is partitioned by; none where it has none
   * @param violations the promises that they break, each with how many do
   */
  public record Checked(
      Dataset<Row> rows, long count, Set<Object> slices, List<Violation> violations) {}

  /**
   * Computes a table that {@link #conform conforms}, once, and holds its rows against the contract.
   * Whether keys are unique is left to {@link UniqueKeys}, which asks that of many tables at once.
   *
   * <p>A local checkpoint keeps it, not a cache: Spark describes a cached table by its whole plan,
   * and caches upon caches multiply that until describing a query takes longer than running it.
   */
  public static Checked compute(Dataset<Row> rows, Contract contract) {
    if (SurelyEmpty.is(rows)) {
      return none(rows);
    }
    ObservedRows observed =
        new ObservedRows(
            breaksAny(RowRules.of(contract)), contract.partitionedBy().stream().findFirst());
    Dataset<Row> computed = KeptRows.of(observed.observe(rows));
    ObservedRows.Counts counts = observed.counts(() -> computed);
    if (counts.all() == 0) {
      return none(rows);
    }
    List<Violation> violations =
        counts.meeting() > 0 ? brokenRowRules(computed, RowRules.of(contract)) : List.of();
    return new Checked(computed, counts.all(), counts.values(), violations);
  }

  private static Checked none(Dataset<Row> rows) {
    Dataset<Row> none = rows.sparkSession().createDataFrame(List.of(), rows.schema());
    return new Checked(none, 0, Set.of(), List.of());
  }

  /**
   * The promises that the rows break, each with how many do; empty when all are kept.
   *
   * <p>Asks for nulls in required columns, bounds, allowed values, numbers that are not finite, the
   * contract's rules and unique keys. The rows are read twice (three times where one breaks a
   * rule): cache what is dear to compute.
   *
   * @param rows a table that {@link #conform conforms}
   */
  public static List<Violation> violations(Dataset<Row> rows, Contract contract) {
    Row breaking = rows.agg(count_if(breaksAny(RowRules.of(contract)))).head();
    List<Violation> violations = new ArrayList<>();
    if (breaking.getLong(0) > 0) {
      violations.addAll(brokenRowRules(rows, RowRules.of(contract)));
    }
    UniqueKeys.of(rows, contract).ifPresent(violations::add);
    return violations;
  }

  private static List<Violation> brokenRowRules(Dataset<Row> rows, List<RowRule> rules) {
    Column[] counts = rules.stream().map(r -> count_if(r.violation())).toArray(Column[]::new);
    Row counted = rows.agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length)).head();
    List<Violation> broken = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      RowRule rule = rules.get(i);
      if (counted.getLong(i) > 0) {
        broken.add(
            new Violation(rule.name(), rule.description(), rule.warning(), counted.getLong(i)));
      }
    }
    return broken;
  }

  /** Nearly always none is broken, and one condition costs far less than a count for each. */
  private static Column breaksAny(List<RowRule> rules) {
    return rules.stream()
        .map(rule -> coalesce(rule.violation(), lit(false)))
        .reduce(Column::or)
        .orElse(lit(false));
  }

  private static Column commented(dev.bellwether.platform.contract.Column column) {
    Metadata comment = new MetadataBuilder().putString("comment", column.description()).build();
    return col("`" + column.name() + "`").as(column.name(), comment);
  }
}
