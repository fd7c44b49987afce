package dev.bellwether.platform.contract;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * One column of a table's contract.
 *
 * @param name the column's name
 * @param type its Spark type
 * @param required whether null is an error
 * @param keyPosition its place in the primary key from 1, or 0 when it is not part of it
 * @param description what it means, its unit, and what null means
 * @param knownFrom from when its value may be used
 * @param minimum the least allowed value as written in the contract, or null
 * @param maximum the greatest allowed value as written in the contract, or null
 * @param validValues the only allowed values; empty when any are
 * @param hashedFrom the mapped column whose keyed hash this column holds, or null
 * @param formerNames what the column was called before; stored tables may still have these names
 * @param feature what it says of it as a feature; empty where it is none
 * @param unusable what a given value that cannot be used does to its row
 * @param letters how the letters of a text are stored
 */
public record Column(
    String name,
    DataType type,
    boolean required,
    int keyPosition,
    String description,
    KnownFrom knownFrom,
    String minimum,
    String maximum,
    List<String> validValues,
    String hashedFrom,
    List<String> formerNames,
    Optional<FeatureEntry> feature,
    Unusable unusable,
    Letters letters) {

  /** A column of a table that is neither read from raw files nor a feature. */
  public Column(
      String name,
      DataType type,
      boolean required,
      int keyPosition,
      String description,
      KnownFrom knownFrom,
      String minimum,
      String maximum,
      List<String> validValues,
      String hashedFrom,
      List<String> formerNames) {
    this(
        name,
        type,
        required,
        keyPosition,
        description,
        knownFrom,
        minimum,
        maximum,
        validValues,
        hashedFrom,
        formerNames,
        Optional.empty(),
        Unusable.NEVER,
        Letters.AS_GIVEN);
  }

  public Column {
    validValues = List.copyOf(validValues);
    formerNames = List.copyOf(formerNames);
  }
}
