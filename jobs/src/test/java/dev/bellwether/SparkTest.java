package dev.bellwether;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.trim;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What tests that need Spark extend: one session for the whole test JVM, small tables in words, and
 * their comparison.
 */
public abstract class SparkTest {

  /** The session that all tests share; never stop it. */
  public static SparkSession spark() {
    return Shared.SESSION;
  }

  /**
   * A table of the columns that the DDL names, each cell cast from text as SQL would.
   *
   * <p>A row is one string, its cells parted by {@code |}; surrounding spaces do not count and
   * {@code null} is null: {@code table("account_id string, mrr decimal(18,4)", "a | 10", "b |
   * null")}.
   */
  public static Dataset<Row> table(String ddl, String... rows) {
    StructType schema = StructType.fromDDL(ddl);
    List<String> lines = Arrays.asList(rows);
    Dataset<Row> cells =
        spark().createDataset(lines, Encoders.STRING()).selectExpr("split(value, '[|]') AS cells");
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      StructField field = schema.fields()[i];
      columns[i] = cell(cells, i).cast(field.dataType()).as(field.name());
    }
    // through local rows, so that the result has no plan of its own to speak of
    return spark().createDataFrame(cells.select(columns).collectAsList(), schema);
  }

  private static Column cell(Dataset<Row> cells, int position) {
    Column text = trim(cells.col("cells").getItem(position));
    return nullif(text, lit("null"));
  }

  /**
   * Fails unless both tables have the same columns of the same types and the same rows, in any
   * order. Whether a column may be null, and its comment, are the contract's affair and ignored.
   */
  protected static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    Shared.COMPARISON.assertDataFrameNoOrderEquals(plainCopy(expected), plainCopy(actual));
  }

  /** The same, but doubles may differ by the tolerance, and the rows' order is by all columns. */
  protected static void assertSameRowsWithin(
      double tolerance, Dataset<Row> expected, Dataset<Row> actual) {
    assertThat(plain(actual.schema())).isEqualTo(plain(expected.schema()));
    assertThat(inOrder(actual))
        .usingElementComparator(
            (one, other) -> Shared.COMPARISON.approxEquals(one, other, tolerance) ? 0 : 1)
        .containsExactlyElementsOf(inOrder(expected));
  }

  private static List<Row> inOrder(Dataset<Row> table) {
    Column[] columns = Arrays.stream(table.columns()).map(table::col).toArray(Column[]::new);
    return table.sort(columns).collectAsList();
  }

  private static Dataset<Row> plainCopy(Dataset<Row> table) {
    return spark().createDataFrame(table.collectAsList(), plain(table.schema()));
  }

  private static StructType plain(StructType schema) {
    StructType plain = new StructType();
    for (StructField field : schema.fields()) {
      plain = plain.add(field.name(), field.dataType(), true);
    }
    return plain;
  }

  private static final class Shared {
    static final SparkSession SESSION =
        SparkSession.builder()
            .appName("Bellwether tests")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            // the tables are tiny: compiling a query takes longer than interpreting it
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.cache.maxEntries", 3000)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.adaptive.enabled", false)
            .config("spark.databricks.delta.stats.skipping", false)
            .config("spark.databricks.delta.commitStats.collect", false)
            .config("spark.buffer.pageSize", "2m")
            .config("spark.sql.ui.retainedExecutions", 1)
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.maxPlanStringLength", "1000")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", 1)
            .config("spark.databricks.delta.schema.autoMerge.enabled", true)
            .config("spark.sql.legacy.parquet.nanosAsLong", true)
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    static final JavaDatasetSuiteBase COMPARISON = new Comparison();
  }

  /** The comparisons of spark-testing-base, on the shared session. */
  private static final class Comparison extends JavaDatasetSuiteBase {
    private static final long serialVersionUID = 1;

    @Override
    public SparkSession spark() {
      return Shared.SESSION;
    }
  }
}
