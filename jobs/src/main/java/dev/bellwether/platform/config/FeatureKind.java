package dev.bellwether.platform.config;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** What kind of values a feature has, which decides what a scorecard may do with it. */
enum FeatureKind {
  NUMBER,
  TEXT,
  FLAG,
  /** Neither a measure nor a condition can read it. */
  OTHER;

  static FeatureKind of(DataType type) {
    if (type instanceof NumericType) {
      return NUMBER;
    }
    if (type instanceof BooleanType) {
      return FLAG;
    }
    return type instanceof StringType ? TEXT : OTHER;
  }
}
