package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that cannot be used, as the quarantine keeps them: {@code reason, raw, file}. */
final class Refusals {
  /** Of a line that could not be split: how long it was, and its keyed hash. */
  static final String CHARACTERS = "characters";

  static final String HASH = "hash";

  private static final String MISFIT = "the line does not fit the columns of its file";
  private static final String MISFIT_HINT =
      MISFIT + " (texts with line breaks? options: {multiLine: true})";
  private static final String TORN =
      "the line begins or ends within quotes: a text with a line break? options: {multiLine: true}";
  private static final int SHOWN = 3;

  private Refusals() {}

  /** Rows that break their contract. */
  static Dataset<Row> ofContract(Dataset<Row> rows) {
    return rows.where(not(CanonicalRows.isSound()))
        .select(
            array_join(col(CanonicalRows.PROBLEMS), "; ").as("reason"),
            col(CanonicalRows.RAW).as("raw"),
            col(CanonicalRows.FILE).as("file"));
  }

  /** Lines that are no rows. They may hold identities: enough to find them, nothing to read. */
  static Dataset<Row> ofLines(Dataset<Row> lines, Secret key) {
    Column raw =
        struct(
            col(RawReader.FILE).as("file"),
            length(col(RawReader.MALFORMED)).as(CHARACTERS),
            col("columns"),
            KeyedHash.of(key, col(RawReader.MALFORMED)).as(HASH));
    Column reason = when(col(MalformedLines.IS_TORN), TORN).otherwise(MISFIT);
    return lines.select(
        reason.as("reason"), to_json(raw).as("raw"), col(RawReader.FILE).as("file"));
  }

  /** Rows that another row of the same key keeps out. */
  static Dataset<Row> ofConflicts(Dataset<Row> conflicts, Contract contract) {
    Column[] content = contract.columnNames().stream().map(n -> col(n)).toArray(Column[]::new);
    return conflicts.select(
        lit(conflict(contract)).as("reason"),
        to_json(struct(content)).as("raw"),
        lit(null).cast("string").as("file"));
  }

  /** The kind of a refused row's first reason, which leaves out the values; null for others. */
  static Column kind() {
    Column reason = col(CanonicalRows.PROBLEMS).getItem(0);
    Column text = substring_index(substring_index(reason, ": ", 1), " (", 1);
    return when(not(CanonicalRows.isSound()), regexp_replace(text, lit("'[^']*'"), lit("'…'")));
  }

  /**
   * The commonest reasons, the commonest first.
   *
   * @param kinds counted {@link #kind kinds}: item, count
   */
  static Map<String, Long> commonest(
      List<Row> kinds, long lines, long conflicts, Contract contract) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Row kind : kinds) {
      if (kind.getAs("item") != null) {
        counts.put(kind.getAs("item"), kind.<Long>getAs("count"));
      }
    }
    counts.put(MISFIT_HINT, lines);
    counts.put(conflict(contract), conflicts);
    Map<String, Long> commonest = new LinkedHashMap<>();
    counts.entrySet().stream()
        .filter(kind -> kind.getValue() > 0)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(kind -> commonest.put(kind.getKey(), kind.getValue()));
    return commonest;
  }

  private static String conflict(Contract contract) {
    return ContestedKeys.CONFLICT
        + ": another row has the same "
        + String.join(", ", contract.key());
  }
}
