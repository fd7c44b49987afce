package dev.bellwether.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** How features are made of counts. */
final class Measures {
  private Measures() {}

  /** A count, 0 where the account has no row. */
  static Column count(String name) {
    return coalesce(col(name), lit(0L));
  }

  /** A share or mean of exact sums as double; null when there is nothing to divide by. */
  static Column ratio(Column part, Column whole) {
    return try_divide(part.cast("double"), whole.cast("double"));
  }

  /** The change from before, as a share of it; null when before was nothing. */
  static Column change(Column now, Column before) {
    return ratio(now.minus(before), before);
  }

  /** The feature's name where it does not apply, else null. */
  static Column notApplicable(String feature, Column condition) {
    return when(condition, feature);
  }
}
