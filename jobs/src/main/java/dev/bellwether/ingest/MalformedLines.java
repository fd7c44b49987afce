package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.KeptRows;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The lines of an input that could not be split into columns.
 *
 * @param rows {@link RawReader#MALFORMED}, {@link RawReader#FILE}, how many {@code columns} were
 *     found in the line, and whether it {@value #IS_TORN}: is one half of a {@link TornTexts text}
 */
record MalformedLines(Dataset<Row> rows) {
  static final String IS_TORN = "is_torn";

  /** Those among the rows of an input, as {@link RawReader} reads them; kept. */
  static MalformedLines among(Dataset<Row> rows, Source.Input input) {
    // flat, since a sum of a thousand terms is too deep for Spark
    Column[] present =
        Arrays.stream(rows.columns())
            .filter(name -> !name.equals(RawReader.MALFORMED) && !name.equals(RawReader.FILE))
            .map(name -> when(RawReader.column(rows, name).isNotNull(), 1))
            .toArray(Column[]::new);
    Column columns = size(array_compact(array(present).cast("array<int>")));
    // kept: Spark refuses to read no other column than the one of malformed lines
    return new MalformedLines(
        KeptRows.of(
            rows.where(col(RawReader.MALFORMED).isNotNull())
                .select(
                    col(RawReader.MALFORMED),
                    col(RawReader.FILE),
                    columns.as("columns"),
                    new TornTexts(input).isTorn(col(RawReader.MALFORMED)).as(IS_TORN))));
  }

  /** The files with torn texts. */
  Set<String> tornFiles() {
    Set<String> files = new TreeSet<>();
    rows.where(IS_TORN)
        .select(RawReader.FILE)
        .distinct()
        .collectAsList()
        .forEach(row -> files.add(row.getString(0)));
    return files;
  }
}
