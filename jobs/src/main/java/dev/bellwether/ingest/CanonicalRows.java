package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.url_decode;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.RowRules;
import dev.bellwether.platform.contract.Unusable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Turns the rows of a mapping's SELECT into rows of a staging contract, each with what is wrong
 * with it: problems make a row unusable, warnings cost one value. Which of them an unusable value
 * is, its column's contract says.
 *
 * <p>Adds {@value #PROBLEMS}, {@value #WARNINGS}, of unusable rows {@value #RAW} (the selected row
 * as JSON, identities hashed) and {@value #FILE} (where it stood, if that can be told), {@value
 * #ROW_KEY} and {@value #ROW_HASH} (64-bit hashes of key and content) and {@code arrived_on}.
 */
final class CanonicalRows {
  static final String PROBLEMS = "_problems";
  static final String WARNINGS = "_warnings";
  static final String RAW = "_raw";
  static final String FILE = "_file";
  static final String ROW_KEY = "row_key";
  static final String ROW_HASH = "row_hash";

  private static final String WORD_FOR_NONE = " is a word for none, and read as none";
  private static final String ARRIVAL = "_arrival";
  private static final String TYPE_PROBLEMS = "_type_problems";
  private static final String TYPE_WARNINGS = "_type_warnings";
  private static final String BOUND_WARNINGS = "_bound_warnings";
  private static final String RULE_WARNINGS = "_rule_warnings";

  private final Contract contract;
  private final ArrivalRule arrival;
  private final ZoneId zone;
  private final Secret hashKey;

  CanonicalRows(Contract contract, ArrivalRule arrival, ZoneId zone, Secret hashKey) {
    this.contract = contract;
    this.arrival = arrival;
    this.zone = zone;
    this.hashKey = hashKey;
  }

  /**
   * The rows in the contract's columns, with their problems, warnings, hashes and arrival.
   *
   * @param selected rows of columns that the contract knows
   * @param tellsFile whether each of them comes from one row of one file
   */
  Dataset<Row> of(Dataset<Row> selected, boolean tellsFile) {
    Dataset<Row> trimmed = trimmed(withIdentitiesHashed(selected));
    return withHashes(withRules(withTypes(withParsed(trimmed), readers(trimmed)), tellsFile));
  }

  /** Whether a row has no problem. */
  static Column isSound() {
    return size(col(PROBLEMS)).equalTo(0);
  }

  private Dataset<Row> withIdentitiesHashed(Dataset<Row> selected) {
    Dataset<Row> rows = selected;
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      if (column.hashedFrom() != null && has(rows, column.hashedFrom())) {
        DataType type = rows.schema().apply(column.hashedFrom()).dataType();
        Column id = ValueReader.text(col(column.hashedFrom()), type);
        Column told = when(not(UnusableHint.isWordForNone(id)), ValueReader.withoutCaseOfMail(id));
        Column hash = KeyedHash.with(hashKey).apply(told);
        rows = rows.withColumn(column.name(), hash).drop(column.hashedFrom());
      }
    }
    return rows;
  }

  /** Texts without blanks around them, nothing as null, beside the row as it was selected. */
  private static Dataset<Row> trimmed(Dataset<Row> selected) {
    List<Column> trimmed = new ArrayList<>(List.of(struct(col("*")).as(RAW)));
    List<Column> orAbsent = new ArrayList<>(List.of(col(RAW)));
    for (StructField field : selected.schema().fields()) {
      Column given = col(field.name());
      trimmed.add(ValueReader.trimmed(given, field.dataType()).as(field.name()));
      orAbsent.add(ValueReader.orAbsent(given, field.dataType()).as(field.name()));
    }
    return selected.select(trimmed.toArray(Column[]::new)).select(orAbsent.toArray(Column[]::new));
  }

  private Dataset<Row> withParsed(Dataset<Row> trimmed) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    readers(trimmed).values().forEach(r -> columns.add(r.parsed().as(r.parsedName())));
    columns.add(arrival.written(trimmed).as(ARRIVAL));
    return trimmed.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> withTypes(Dataset<Row> parsed, Map<String, ValueReader> readers) {
    List<Column> columns = new ArrayList<>();
    List<Column> problems = new ArrayList<>();
    List<Column> warnings = new ArrayList<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      ValueReader reader = readers.get(column.name());
      if (reader == null) {
        columns.add(lit(null).cast(column.type()).as(column.name()));
      } else {
        columns.add(whereDated(column, reader.value(), readers).as(column.name()));
        if (column.unusable() == Unusable.REFUSE) {
          problems.add(when(reader.isUnusable(), reader.reason()));
        } else if (column.unusable() == Unusable.UNKNOWN) {
          warnings.add(when(reader.isUnusable(), lit(reader.inWords())));
        }
        if (reader.mayBeWordForNone()) {
          warnings.add(when(reader.isWordForNone(), lit(column.name() + WORD_FOR_NONE)));
        }
        if (reader.isText()) {
          problems.add(when(reader.isUndecoded(), lit(undecoded(column.name()))));
        }
      }
    }
    columns.add(reasons(problems).as(TYPE_PROBLEMS));
    columns.add(reasons(warnings).as(TYPE_WARNINGS));
    columns.add(arrival.day(col(ARRIVAL)).as(AsOf.ARRIVED_ON));
    columns.add(col(RAW));
    return parsed.select(columns.toArray(Column[]::new));
  }

  private Map<String, ValueReader> readers(Dataset<Row> trimmed) {
    Map<String, ValueReader> readers = new LinkedHashMap<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      if (has(trimmed, column.name())) {
        DataType type = trimmed.schema().apply(column.name()).dataType();
        boolean wasTried = has(trimmed, TriedValues.nameOf(column.name()));
        readers.put(column.name(), new ValueReader(column, wasTried, type, zone));
      }
    }
    return readers;
  }

  /** What an unusable value would date is unknown as well. */
  private Column whereDated(
      dev.bellwether.platform.contract.Column column,
      Column value,
      Map<String, ValueReader> readers) {
    Column dated = value;
    for (String dating : column.knownFrom().columns()) {
      boolean mayBeUnknown =
          contract.column(dating).orElseThrow().unusable() == Unusable.UNKNOWN
              && !dating.equals(column.name())
              && readers.containsKey(dating);
      dated = mayBeUnknown ? when(not(readers.get(dating).isUnusable()), dated) : dated;
    }
    return dated;
  }

  private static String undecoded(String name) {
    return name + " is not valid text in the input's encoding (options.encoding)";
  }

  /** Applies the contract's row rules; an optional value out of its bounds may become unknown. */
  private Dataset<Row> withRules(Dataset<Row> typed, boolean tellsFile) {
    List<Column> columns = new ArrayList<>();
    List<Column> outOfBounds = new ArrayList<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      Column breach = RowRules.breach(column);
      boolean refuses = column.unusable() == Unusable.REFUSE;
      columns.add(
          refuses ? col(column.name()) : when(not(breach), col(column.name())).as(column.name()));
      if (!refuses) {
        outOfBounds.add(when(breach, lit(column.name() + " is out of bounds")));
      }
    }
    columns.add(reasons(outOfBounds).as(BOUND_WARNINGS));
    for (String technical : List.of(TYPE_PROBLEMS, TYPE_WARNINGS, AsOf.ARRIVED_ON, RAW)) {
      columns.add(col(technical));
    }
    Column isUnusable = size(col(PROBLEMS)).gt(0);
    Column file = tellsFile ? url_decode(input_file_name()) : lit(null).cast("string");
    return typed
        .select(columns.toArray(Column[]::new))
        .withColumn(PROBLEMS, problems())
        // only a row in quarantine needs its text
        .withColumn(RAW, when(isUnusable, to_json(col(RAW))))
        .withColumn(FILE, when(isUnusable, file))
        .withColumn(RULE_WARNINGS, RowRules.warnings(contract))
        .withColumn(
            WARNINGS, concat(col(TYPE_WARNINGS), col(BOUND_WARNINGS), withoutValues(RULE_WARNINGS)))
        .drop(TYPE_PROBLEMS, TYPE_WARNINGS, BOUND_WARNINGS, RULE_WARNINGS);
  }

  private Column problems() {
    Column noArrival = when(col(AsOf.ARRIVED_ON).isNull(), lit("its arrival is missing"));
    Column ofRules = RowRules.problems(contract);
    return when(size(col(TYPE_PROBLEMS)).gt(0), col(TYPE_PROBLEMS))
        .otherwise(arrival.isFromColumn() ? concat(ofRules, reasons(List.of(noArrival))) : ofRules);
  }

  private Dataset<Row> withHashes(Dataset<Row> rows) {
    // a null and its neighbour's null must not hash alike: each column says whether it is null
    List<Column> marked = new ArrayList<>();
    for (String name : contract.columnNames()) {
      marked.add(col(name).isNull());
      marked.add(col(name));
    }
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    return rows.withColumn(ROW_KEY, xxhash64(key))
        .withColumn(ROW_HASH, xxhash64(marked.toArray(Column[]::new)));
  }

  private static Column withoutValues(String warnings) {
    Column cut = transform(col(warnings), warning -> substring_index(warning, " (", 1));
    return when(size(col(warnings)).gt(0), cut).otherwise(none());
  }

  private static Column reasons(List<Column> reasons) {
    // sound rows, nearly all, build no array of reasons
    return reasons.stream()
        .map(Column::isNotNull)
        .reduce(Column::or)
        .map(any -> when(any, array_compact(array(reasons.toArray(Column[]::new)))))
        .map(some -> some.otherwise(none()))
        .orElse(none());
  }

  private static Column none() {
    return array().cast("array<string>");
  }

  private static boolean has(Dataset<Row> rows, String column) {
    return Arrays.asList(rows.columns()).contains(column);
  }
}
