package dev.bellwether.ingest;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Holds the columns that a mapping's SELECT yields against those that its table has. */
final class SelectedColumns {
  private final String where;
  private final Contract contract;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> required = new LinkedHashSet<>();

  /**
   * @param where names the mapping in errors
   * @param contract the table's contract
   * @param arrival may need a column more
   */
  SelectedColumns(String where, Contract contract, ArrivalRule arrival) {
    this.where = where;
    this.contract = contract;
    for (Column column : contract.columns()) {
      String name = column.hashedFrom() == null ? column.name() : column.hashedFrom();
      known.add(name);
      if (column.required()) {
        required.add(name);
      }
    }
    known.addAll(arrival.columns());
    required.addAll(arrival.columns());
  }

  /**
   * The rows as they are.
   *
   * @throws BellwetherException when a column is unknown, missing, there twice, or no single value
   */
  Dataset<Row> checked(Dataset<Row> selected) {
    Set<String> given = new LinkedHashSet<>(Arrays.asList(selected.columns()));
    for (StructField field : selected.schema().fields()) {
      if (!known.contains(field.name()) && !TriedValues.isOne(field.name())) {
        throw mismatch("it yields the column " + field.name() + ", which the table has not");
      }
      if (field.dataType() instanceof BinaryType) {
        throw mismatch(
            "its column "
                + field.name()
                + " is binary, as old tools write texts; select CAST("
                + field.name()
                + " AS string)");
      }
      if (isNested(field.dataType())) {
        throw mismatch(
            "its column "
                + field.name()
                + " is "
                + field.dataType().simpleString()
                + ", not a single value; select what is meant, as in "
                + field.name()
                + ".id");
      }
    }
    Set<String> missing = new LinkedHashSet<>(required);
    missing.removeAll(given);
    if (!missing.isEmpty() || given.size() < selected.columns().length) {
      throw mismatch(
          missing.isEmpty()
              ? "it yields a column twice"
              : "it lacks " + String.join(", ", missing));
    }
    return selected;
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  private BellwetherException mismatch(String why) {
    return BellwetherException.configuration(
        where + ": its SELECT does not fit the table " + contract.name(),
        why,
        "the columns are: " + String.join(", ", known));
  }
}
