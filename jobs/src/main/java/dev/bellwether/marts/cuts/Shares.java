package dev.bellwether.marts.cuts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Parts of counts and sums. */
public final class Shares {
  private Shares() {}

  /** A part of a whole; null where the whole is not above 0, or either is unknown. */
  public static Column of(Column part, Column whole) {
    return when(whole.gt(0), part.cast("double").divide(whole.cast("double")));
  }

  /** The same of two columns by their names. */
  public static Column of(String part, String whole) {
    return of(col(part), col(whole));
  }
}
