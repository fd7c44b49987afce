package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.warehouse.Landing;
import dev.bellwether.platform.warehouse.Waypoints;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * Removes what was read of databases where it names a subject: some column is its id, or what an
 * account is called. An input is removed whole, since which columns hold ids, and whose the rows
 * beside are, only its mapping would tell; the next run reads it anew.
 */
public final class ErasedExtracts {
  private final SparkSession spark;
  private final String root;

  public ErasedExtracts(SparkSession spark, String home) {
    this.spark = spark;
    this.root = Extracts.rootOf(home);
  }

  /**
   * Removes the extracts of every input that names the subject.
   *
   * @param words what the subject is called: ids and names
   * @return by input that was removed how many rows named it
   */
  public Map<String, Long> remove(Set<String> words) {
    Map<String, Long> removed = new TreeMap<>();
    for (String input : Landing.inputs(spark, root)) {
      Landing landing = new Landing(spark, root, input);
      long naming =
          landing.extracts().isEmpty() ? 0 : naming(landing.rows(landing.extracts()), words);
      if (naming > 0) {
        landing.extracts().forEach(landing::remove);
        Waypoints.pass("after extracts of " + input);
        removed.put(input, naming);
      }
    }
    return removed;
  }

  private static long naming(Dataset<Row> rows, Set<String> words) {
    Column isNamed =
        Arrays.stream(rows.schema().fields())
            .map(field -> text(rows, field).isin(words.toArray()))
            .map(isWord -> coalesce(isWord, lit(false)))
            .reduce(lit(false), Column::or);
    return rows.where(isNamed).count();
  }

  private static Column text(Dataset<Row> rows, StructField field) {
    return ValueReader.withoutCaseOfMail(
        ValueReader.text(RawReader.column(rows, field.name()), field.dataType()));
  }
}
