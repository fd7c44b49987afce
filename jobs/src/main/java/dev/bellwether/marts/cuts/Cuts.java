package dev.bellwether.marts.cuts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The groups that marts are shown by: each row is in one group of each cut. */
public final class Cuts {
  /** The column with the name of the cut. */
  public static final String CUT = "cut";

  /** The column with the group within the cut. */
  public static final String VALUE = "cut_value";

  /** The cut, and its only group, that all rows are in. */
  public static final String ALL = "all";

  /** The group of rows of which the cut is not known. */
  public static final String UNKNOWN = "unknown";

  private Cuts() {}

  /**
   * Each row once in all, and once for each cut.
   *
   * @param cuts what tells a row's group, by the name of the cut; null reads as unknown
   */
  public static Dataset<Row> explodeEach(Dataset<Row> rows, Map<String, Column> cuts) {
    Stream<Column> named =
        cuts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(cut -> group(cut.getKey(), cut.getValue()));
    Column[] groups = Stream.concat(Stream.of(group(ALL, lit(ALL))), named).toArray(Column[]::new);
    return rows.withColumn("group", explode(array(groups)))
        .withColumn(CUT, col("group.name"))
        .withColumn(VALUE, col("group.value"))
        .drop("group");
  }

  private static Column group(String name, Column value) {
    return struct(lit(name).as("name"), coalesce(value, lit(UNKNOWN)).as("value"));
  }

  /** Other columns, and those of a group. */
  public static Column[] with(String... others) {
    return Stream.concat(Arrays.stream(others), Stream.of(CUT, VALUE))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
