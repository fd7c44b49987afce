package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Money of a book, as far as it is known; how much is not stands in a column beside it. */
final class KnownMoney {
  private KnownMoney() {}

  /** The sum of the amounts that are known; null where none is. */
  static Column sum(Column amount) {
    return functions.sum(amount).cast("decimal(18,2)");
  }

  /** The same over the rows that meet a condition; 0 where no row does. */
  static Column sumWhere(Column condition, Column amount) {
    return when(count_if(condition).equalTo(0), lit(0).cast("decimal(18,2)"))
        .otherwise(sum(when(condition, amount)));
  }
}
