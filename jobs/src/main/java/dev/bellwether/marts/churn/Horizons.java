package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;

/** How far ahead churn is labelled and predicted. */
public final class Horizons {
  /** Days ahead, ascending. */
  public static final List<Integer> DAYS = List.of(30, 90, 180);

  /** The one that models are judged and explained by. */
  static final int HEADLINE = 90;

  private Horizons() {}

  /** The longest one. */
  public static int longest() {
    return DAYS.get(DAYS.size() - 1);
  }

  /** The shortest one that covers a number of days, else the longest. */
  public static int covering(int days) {
    return DAYS.stream().filter(horizon -> horizon >= days).findFirst().orElse(longest());
  }

  /** One row per horizon for each row. */
  static Column each() {
    return explode(array(DAYS.stream().map(days -> lit(days)).toArray(Column[]::new)));
  }
}
