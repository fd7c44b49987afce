package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Money of a book, as far as it is known; how much is not stands in a column beside it. */
final class KnownMoney {
  private KnownMoney() {}

  /** The sum of the amounts that are known; 0 where none is. */
  static Column sum(Column amount) {
    return coalesce(functions.sum(amount), lit(0)).cast("decimal(18,2)");
  }
}
