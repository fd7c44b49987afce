package dev.bellwether.platform.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a table's columns differ from what its contract promises.
 *
 * <p>Order and comments do not count, and whether a column may be null is asked of the data.
 */
public final class SchemaDifference {

  private SchemaDifference() {}

  /** The differences as lines for people; empty when there are none. */
  public static List<String> between(StructType actual, Contract contract) {
    Map<String, StructField> surplus = new TreeMap<>();
    Arrays.stream(actual.fields()).forEach(field -> surplus.put(field.name(), field));
    List<String> differences = new ArrayList<>();
    for (Column column : contract.columns()) {
      StructField field = surplus.remove(column.name());
      String promised = column.type().catalogString();
      if (field == null) {
        differences.add(column.name() + " is missing (" + promised + ")");
      } else if (!field.dataType().catalogString().equals(promised)) {
        String is = field.dataType().catalogString();
        differences.add(column.name() + " is " + is + ", not " + promised);
      }
    }
    surplus.forEach(
        (name, field) ->
            differences.add(
                name + " is not in the contract (" + field.dataType().catalogString() + ")"));
    return differences;
  }
}
