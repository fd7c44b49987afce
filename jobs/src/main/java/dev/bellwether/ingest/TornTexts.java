package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.contains;
import static org.apache.spark.sql.functions.endswith;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Source;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tells texts in quotes that a line break tore apart, in CSV of which each line is read as a row.
 * One half does not fit its header, and has a quote without its fellow. The other half may fit, as
 * the second one does where the break is in the first column: a row that nobody wrote.
 */
final class TornTexts {
  private final boolean mayBe;
  private final String quote;
  private final String escape;
  private final String separator;

  TornTexts(Source.Input input) {
    this.quote = CsvHeaders.quote(input);
    this.escape = CsvHeaders.option(input, "escape").orElse(quote);
    this.separator = CsvHeaders.separator(input).replace("\\t", "\t");
    boolean isWhole = CsvHeaders.option(input, "multiLine").filter("true"::equals).isPresent();
    this.mayBe = input.format().equals("csv") && !quote.isEmpty() && !isWhole;
  }

  /** Whether a line that does not fit its header is one half of a text, or more than that. */
  Column isTorn(Column line) {
    return mayBe ? hasOddQuotes(line) : lit(false);
  }

  /**
   * Sets rows apart as malformed that fit their header and end a text nevertheless.
   *
   * @param rows with {@link RawReader#FILE} and {@link RawReader#MALFORMED}
   * @param files those with torn texts; in others, a quote at the end of a text is just that
   */
  Dataset<Row> apart(Dataset<Row> rows, Set<String> files) {
    if (!mayBe || files.isEmpty()) {
      return rows;
    }
    Column[] cells =
        Arrays.stream(rows.columns())
            .filter(name -> !name.equals(RawReader.MALFORMED) && !name.equals(RawReader.FILE))
            .map(name -> coalesce(RawReader.column(rows, name), lit("")))
            .toArray(Column[]::new);
    Column line = concat_ws(separator, array(cells));
    Column isHalf = col(RawReader.FILE).isin(files.toArray()).and(endsText(line));
    Column given = col(RawReader.MALFORMED);
    return rows.withColumn(RawReader.MALFORMED, coalesce(given, when(isHalf, line)));
  }

  private Column endsText(Column line) {
    return hasOddQuotes(line)
        .and(endswith(line, lit(quote)).or(contains(line, lit(quote + separator))));
  }

  private Column hasOddQuotes(Column text) {
    Column plain =
        escape.equals(quote) ? text : without(without(text, escape + escape), escape + quote);
    return length(plain).minus(length(without(plain, quote))).mod(2).equalTo(1);
  }

  private static Column without(Column text, String part) {
    return replace(text, lit(part), lit(""));
  }
}
