package dev.bellwether;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.DataFrameSuiteBase$;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.warehouse.Sessions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What tests that need Spark extend: one session for the whole test JVM, small tables in words, and
 * their comparison.
 */
public abstract class SparkTest {
  private static final Comparator<Comparable<Object>> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.<Comparable<Object>>naturalOrder());

  /** The session that all tests share; never stop it. */
  public static SparkSession spark() {
    return Shared.SESSION;
  }

  /**
   * A table of the columns that the DDL names, each cell cast from text as SQL would.
   *
   * <p>A row is one string, its cells separated by {@code |}; surrounding spaces do not count and
   * {@code null} is null: {@code table("account_id string, mrr decimal(18,4)", "a | 10", "b |
   * null")}.
   */
  public static Dataset<Row> table(String ddl, String... rows) {
    StructType schema = StructType.fromDDL(ddl);
    return spark().createDataFrame(TextTable.rows(schema, rows), schema);
  }

  /**
   * Fails unless both tables have the same columns of the same types and the same rows, in any
   * order. Whether a column may be null, and its comment, are the contract's affair and ignored.
   */
  protected static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    assertThat(plain(actual.schema())).isEqualTo(plain(expected.schema()));
    assertThat(actual.collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected.collectAsList());
  }

  /** The same, but doubles may differ by the tolerance, and the rows' order is by all columns. */
  protected static void assertSameRowsWithin(
      double tolerance, Dataset<Row> expected, Dataset<Row> actual) {
    assertThat(plain(actual.schema())).isEqualTo(plain(expected.schema()));
    assertThat(inOrder(actual))
        .usingElementComparator(
            (one, other) -> DataFrameSuiteBase$.MODULE$.approxEquals(one, other, tolerance) ? 0 : 1)
        .containsExactlyElementsOf(inOrder(expected));
  }

  private static List<Row> inOrder(Dataset<Row> table) {
    return table.collectAsList().stream().sorted(SparkTest::byAllColumns).toList();
  }

  private static int byAllColumns(Row one, Row other) {
    for (int i = 0; i < one.size(); i++) {
      int order = NULLS_FIRST.compare(one.getAs(i), other.getAs(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static StructType plain(StructType schema) {
    StructType plain = new StructType();
    for (StructField field : schema.fields()) {
      plain = plain.add(field.name(), field.dataType(), true);
    }
    return plain;
  }

  /**
   * The product's own embedded session, fitted to little data as a run of a small company is.
   *
   * <p>Step tests interpret their queries, since compiling one takes longer than the handful of
   * rows is worth. Integration tests, and all with {@code -Dtests.codegen=true}, run the code that
   * is generated in production.
   */
  private static final class Shared {
    private static final Settings.Spark TWO_CORES = new Settings.Spark(2, 0, 1, false, Map.of());
    static final SparkSession SESSION = open();

    private static SparkSession open() {
      if (!Boolean.getBoolean("tests.codegen")) {
        // properties of the JVM are settings of every session in it
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      }
      SparkSession session = Sessions.open(TWO_CORES);
      Sessions.fit(session, TWO_CORES, 0);
      return session;
    }
  }
}
