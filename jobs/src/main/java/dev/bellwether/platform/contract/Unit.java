package dev.bellwether.platform.contract;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** What a feature is counted in, which decides how its value is written. */
public enum Unit {
  /** A part of a whole, 0 to 1 as a rule. */
  SHARE,
  /** How much more (or less) than before, as a share of it. */
  CHANGE,
  /** How much more (or less) than before, in its own unit. */
  DIFFERENCE,
  /** Things, which are whole. */
  COUNT,
  /** A number of no other unit. */
  NUMBER,
  DAYS,
  HOURS,
  MINUTES,
  MONTHS,
  /** An amount in the reporting currency. */
  MONEY,
  /** Points that stand for what a CSM calls green, yellow or red. */
  RATING,
  /** Yes or no. */
  FLAG,
  TEXT;

  /** Whether values of a type can be of this unit. */
  boolean fits(DataType type) {
    return switch (this) {
      case TEXT -> type instanceof StringType;
      case FLAG -> type instanceof BooleanType;
      default -> type instanceof NumericType;
    };
  }
}
