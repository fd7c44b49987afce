package dev.bellwether.platform.contract;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;

/** Whether what a contract says of one column agrees with its other columns. */
final class ContractConsistency {

  private ContractConsistency() {}

  /** Fails with an error that names the file and the column. */
  static void check(YamlNode file, Contract contract) {
    checkNames(file, contract);
    checkKey(file, contract);
    for (Column column : contract.columns()) {
      YamlNode place = new YamlNode(file.place() + ", " + column.name(), file.json());
      column.knownFrom().columns().forEach(name -> checkTime(place, contract, name, "knownFrom"));
      checkBounds(place, column);
      checkTypes(place, column);
      checkFormerNames(place, contract, column);
      if (contract.layer().equals("staging")) {
        checkUnusable(place, column);
      }
    }
    if (contract.eventTime() != null) {
      checkTime(file, contract, contract.eventTime(), "eventTime");
    }
    for (String name : contract.deletion().endedIn()) {
      checkTime(file, contract, name, "deletion");
    }
    for (String name : contract.partitionedBy()) {
      checkExists(file, contract, name, "partitionedBy");
    }
    FeatureConsistency.check(file, contract);
  }

  private static void checkNames(YamlNode file, Contract contract) {
    Set<String> seen = new HashSet<>();
    for (String name : contract.columnNames()) {
      if (!name.matches("[a-z][a-z0-9_]*") || !seen.add(name)) {
        throw file.error(name + ": a column's name is snake_case and there once");
      }
    }
    Set<String> rules = new HashSet<>();
    for (Check check : contract.checks()) {
      if (!rules.add(check.name())) {
        throw file.error(check.name() + ": two rules have that id");
      }
    }
    if (seen.isEmpty()) {
      throw file.error("properties are missing: a table has columns");
    }
  }

  private static void checkKey(YamlNode file, Contract contract) {
    List<Column> key = contract.columns().stream().filter(c -> c.keyPosition() > 0).toList();
    List<Integer> positions = key.stream().map(Column::keyPosition).sorted().toList();
    if (!positions.equals(IntStream.rangeClosed(1, key.size()).boxed().toList())) {
      throw file.error("primaryKeyPosition counts from 1 without gaps, not " + positions);
    }
    key.stream()
        .filter(column -> !column.required())
        .findFirst()
        .ifPresent(
            column -> {
              throw file.error(column.name() + ": a primary key is required: true");
            });
  }

  private static void checkTime(YamlNode place, Contract contract, String name, String property) {
    Column column = checkExists(place, contract, name, property);
    if (!column.type().equals(DataTypes.DateType)
        && !column.type().equals(DataTypes.TimestampType)) {
      throw place.error(property + ": " + name + " is neither a date nor a timestamp");
    }
  }

  private static Column checkExists(
      YamlNode place, Contract contract, String name, String property) {
    return contract
        .column(name)
        .orElseThrow(() -> place.error(property + ": there is no column " + name));
  }

  private static void checkBounds(YamlNode place, Column column) {
    for (String bound : new String[] {column.minimum(), column.maximum()}) {
      if (bound != null && !(column.type() instanceof NumericType)) {
        throw place.error("only numbers have a minimum or maximum");
      }
      if (bound != null
          && column.type() instanceof IntegralType
          && new BigDecimal(bound).stripTrailingZeros().scale() > 0) {
        throw place.error("the bound " + bound + " is not a whole number, as the column is");
      }
    }
  }

  private static void checkFormerNames(YamlNode place, Contract contract, Column column) {
    for (String name : column.formerNames()) {
      if (contract.column(name).isPresent()) {
        throw place.error("formerly: " + name + " is a column of the table");
      }
    }
  }

  /** Whoever writes a staging contract decides what an unusable value does, column by column. */
  private static void checkUnusable(YamlNode place, Column column) {
    boolean isText = column.type().equals(DataTypes.StringType) && column.validValues().isEmpty();
    boolean canBeUnusable = !isText && column.hashedFrom() == null && !column.required();
    if (canBeUnusable && column.unusable() == Unusable.NEVER) {
      throw place.error("say unusable: refuse or unknown, since a value of it may be unusable");
    }
  }

  private static void checkTypes(YamlNode place, Column column) {
    if (column.hashedFrom() != null && !column.type().equals(DataTypes.LongType)) {
      throw place.error("hashedFrom: a keyed hash is a bigint");
    }
    if (!column.validValues().isEmpty() && !column.type().equals(DataTypes.StringType)) {
      throw place.error("validValues are for string columns");
    }
  }
}
