package dev.bellwether.tools.show;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;

import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.reading.PublishedFiles;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of a table for which a condition in Spark's SQL holds: the one way to show that is Spark's.
 */
public final class SqlRows {
  private static final int WIDEST_CELL = 80;

  private SqlRows() {}

  /** A table as it was published, as {@link StoredTable#published} finds it. */
  public static Optional<Dataset<Row>> published(
      Warehouse warehouse, Contract contract, Optional<LocalDate> night) {
    return PublishedFiles.paths(warehouse.hadoop(), warehouse.home(), contract.name(), night)
        .map(paths -> paths.stream().map(RawReader::pattern).toArray(String[]::new))
        .map(paths -> warehouse.spark().read().parquet(paths));
  }

  /** The selected rows for which the condition holds as text, as {@link StoredTable} gives it. */
  public static String text(
      Dataset<Row> rows, Contract contract, Selection selection, String where, boolean inBlocks) {
    List<String> known = Arrays.asList(rows.columns());
    selection.requireFits(contract, known);
    Dataset<Row> sorted =
        onlyWhere(selected(rows, contract, selection), contract, where)
            .orderBy(columns(SortOrder.of(contract, known)));
    Dataset<Row> shown =
        selection.columns().isEmpty() ? sorted : sorted.select(columns(selection.columns()));
    String text =
        ((org.apache.spark.sql.classic.Dataset<Row>) shown)
            .showString(selection.limit(), WIDEST_CELL, inBlocks);
    return text.endsWith("\n") ? text : text + "\n";
  }

  private static Dataset<Row> selected(Dataset<Row> rows, Contract contract, Selection selection) {
    Dataset<Row> chosen = rows;
    if (contract.isPerAsOfDate()) {
      Object night =
          selection
              .asOf()
              .<Object>map(Date::valueOf)
              .orElseGet(() -> rows.agg(max(RowQuery.DATE)).first().get(0));
      chosen = chosen.where(col(RowQuery.DATE).equalTo(night));
    }
    return selection.account().isEmpty()
        ? chosen
        : chosen.where(col(RowQuery.ACCOUNT).equalTo(selection.account().get()));
  }

  private static Dataset<Row> onlyWhere(Dataset<Row> rows, Contract contract, String where) {
    try {
      return rows.where(expr(where));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Spark throws without declaring it
      throw BellwetherException.configuration(
              "--where is not a condition on the rows of " + contract.name(),
              String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read"),
              "use Spark SQL and these columns: " + String.join(", ", rows.columns()))
          .causedBy(e);
    }
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
