package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows in the columns of a contract. */
public final class ContractColumns {
  private ContractColumns() {}

  /** Only the columns of the contract, in its order; those that are not there are null. */
  public static Dataset<Row> only(Dataset<Row> rows, Contract contract) {
    return withMissing(rows, contract)
        .select(contract.columnNames().stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /** All columns, and those of the contract that are not there as nulls. */
  public static Dataset<Row> withMissing(Dataset<Row> rows, Contract contract) {
    List<String> present = Arrays.asList(rows.columns());
    Map<String, Column> missing = new LinkedHashMap<>();
    contract.columns().stream()
        .filter(column -> !present.contains(column.name()))
        .forEach(column -> missing.put(column.name(), lit(null).cast(column.type())));
    return missing.isEmpty() ? rows : rows.withColumns(missing);
  }

  /** Columns that the contract has renamed get its names. */
  public static Dataset<Row> withCurrentNames(Dataset<Row> rows, Contract contract) {
    List<String> present = Arrays.asList(rows.columns());
    Map<String, String> renamed = new LinkedHashMap<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      column.formerNames().stream()
          .filter(present::contains)
          .forEach(former -> renamed.put(former, column.name()));
    }
    return renamed.isEmpty() ? rows : rows.withColumnsRenamed(renamed);
  }
}
