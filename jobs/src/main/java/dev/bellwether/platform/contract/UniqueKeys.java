package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whether no two rows share a key, asked of many tables in one query. */
public final class UniqueKeys {
  private UniqueKeys() {}

  /**
   * The broken promises of tables whose keys are not unique.
   *
   * @param tables rows by name of their table; those of a table without a key are passed over
   * @return by name of the table; empty when all keys are unique
   */
  public static Map<String, Violation> broken(Map<String, Dataset<Row>> tables) {
    List<Dataset<Row>> hashed = new ArrayList<>();
    tables.forEach(
        (name, rows) -> {
          if (!Contracts.of(name).key().isEmpty() && !SurelyEmpty.is(rows)) {
            hashed.add(
                rows.select(
                    lit(name).as("table"), xxhash64(columns(Contracts.of(name))).as("hash")));
          }
        });
    Map<String, Violation> broken = new TreeMap<>();
    hashed.stream()
        .reduce(Dataset::unionAll)
        // hashes are a fraction of the keys; only when two are equal do the keys themselves tell
        .map(all -> moreThanOnce(all, col("table"), col("hash")).select("table").distinct())
        .map(Dataset::collectAsList)
        .orElse(List.of())
        .forEach(
            row -> {
              String name = row.getString(0);
              of(tables.get(name), Contracts.of(name)).ifPresent(v -> broken.put(name, v));
            });
    return broken;
  }

  /** The broken promise of one table, if its key is not unique. */
  static Optional<Violation> of(Dataset<Row> rows, Contract contract) {
    if (contract.key().isEmpty()) {
      return Optional.empty();
    }
    Row surplus = moreThanOnce(rows, columns(contract)).agg(sum(col("times").minus(1))).head();
    String key = String.join(", ", contract.key());
    return surplus.isNullAt(0)
        ? Optional.empty()
        : Optional.of(
            new Violation("unique_key", "no two rows share " + key, false, surplus.getLong(0)));
  }

  private static Dataset<Row> moreThanOnce(Dataset<Row> rows, Column... by) {
    return rows.groupBy(by).agg(count(lit(1)).as("times")).where("times > 1");
  }

  private static Column[] columns(Contract contract) {
    return contract.key().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }
}
