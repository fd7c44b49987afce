package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.ObservedRows;
import dev.bellwether.platform.warehouse.Sessions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The inputs of one batch as views that its SELECT reads: of the driving input the batch's files,
 * of joined snapshots all files.
 */
final class InputViews {
  private final SparkSession session;
  private final Source source;
  private final Batch batch;
  private final Source.Mapping mapping;
  private final Map<String, Dataset<Row>> raw = new HashMap<>();
  private Optional<ObservedRows> lines = Optional.empty();
  private boolean isRowWise;
  private long malformedLines = -1;

  InputViews(SparkSession spark, Source source, Batch batch) {
    this.session = Sessions.another(spark);
    // with pruning, whether a line fits its header would depend on the columns that are asked for
    session.conf().set("spark.sql.csv.parser.columnPruning.enabled", "false");
    session.conf().set("spark.sql.session.timeZone", "UTC");
    this.source = source;
    this.batch = batch;
    this.mapping = source.tables().get(batch.table());
  }

  /**
   * The lines of the batch that could not be split into columns: {@link RawReader#MALFORMED},
   * {@link RawReader#FILE} and how many {@code columns} were found in it.
   */
  Dataset<Row> malformed() {
    Dataset<Row> rows = raw(batch.input());
    Column columns = lit(0);
    for (String name : rows.columns()) {
      if (!name.equals(RawReader.MALFORMED) && !name.equals(RawReader.FILE)) {
        columns = columns.plus(when(rows.col("`" + name + "`").isNotNull(), 1).otherwise(0));
      }
    }
    return rows.where(col(RawReader.MALFORMED).isNotNull())
        .select(col(RawReader.MALFORMED), col(RawReader.FILE), columns.as("columns"))
        // kept: Spark refuses to read no other column than the one of malformed lines
        .localCheckpoint();
  }

  /** What the mapping's SELECT makes of the batch. */
  Dataset<Row> select(String where) {
    SourceQuery query = new SourceQuery(where, mapping.select());
    Set<String> inputs = query.inputs(session, source.inputs().keySet());
    if (query.readsOnce(session, batch.input())) {
      lines = Optional.of(new ObservedRows(col(RawReader.MALFORMED).isNotNull()));
    }
    for (String name : inputs) {
      observed(name)
          .where(col(RawReader.MALFORMED).isNull())
          .drop(RawReader.MALFORMED, RawReader.FILE)
          .createOrReplaceTempView(name);
    }
    Dataset<Row> rows = query.run(session);
    for (String name : inputs) {
      if (source.inputs().get(name).mode() == Source.Mode.APPEND) {
        query.requireRowWise(rows, name);
      }
    }
    isRowWise = inputs.size() == 1 && lines.isPresent() && query.isRowWise(rows, batch.input());
    return rows;
  }

  /** Whether each selected row comes from one row of the batch. */
  boolean isRowWise() {
    return isRowWise;
  }

  /** How many lines of the batch could not be split, once the selected rows were computed. */
  long malformedLines() {
    if (malformedLines < 0) {
      malformedLines =
          lines
              .map(observed -> observed.counts(() -> raw(batch.input())).meeting())
              .orElseGet(() -> malformed().count());
    }
    return malformedLines;
  }

  private Dataset<Row> observed(String name) {
    return lines
        .filter(any -> name.equals(batch.input()))
        .map(observed -> observed.observe(raw(name)))
        .orElseGet(() -> raw(name));
  }

  private Dataset<Row> raw(String name) {
    return raw.computeIfAbsent(
        name,
        input -> {
          List<RawFile> files =
              input.equals(batch.input())
                  ? batch.files()
                  : RawFiles.list(session.sparkContext().hadoopConfiguration(), source, input);
          return new RawReader(session).read(input, source.inputs().get(input), files);
        });
  }
}
