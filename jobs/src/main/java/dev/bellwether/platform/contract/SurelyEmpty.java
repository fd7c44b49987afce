package dev.bellwether.platform.contract;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/** Whether a table has no rows whatever its inputs hold; nothing is computed to tell. */
public final class SurelyEmpty {
  private SurelyEmpty() {}

  /** Whether its plan says that there are none; false when they may be. */
  public static boolean is(Dataset<Row> rows) {
    Option<Object> most = rows.queryExecution().optimizedPlan().maxRows();
    return most.isDefined() && ((Number) most.get()).longValue() == 0;
  }
}
