package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Groups that tickets are shown by: each ticket is in one of each cut. */
final class TicketGroups {
  static final String CUT = "cut";
  static final String VALUE = "cut_value";
  private static final String UNKNOWN = "unknown";

  private TicketGroups() {}

  /** Each row once in all, and once for each cut, by the column that tells its group. */
  static Dataset<Row> explodeEach(Dataset<Row> rows, Map<String, String> columns) {
    Column[] groups = new Column[columns.size() + 1];
    groups[0] = group("all", lit("all"));
    int i = 0;
    for (String cut : columns.keySet().stream().sorted().toList()) {
      groups[++i] = group(cut, col(columns.get(cut)));
    }
    return rows.withColumn("group", explode(array(groups)))
        .withColumn(CUT, col("group.name"))
        .withColumn(VALUE, col("group.value"))
        .drop("group");
  }

  private static Column group(String name, Column value) {
    return struct(lit(name).as("name"), coalesce(value, lit(UNKNOWN)).as("value"));
  }
}
