package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.RowRules;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;

/**
 * Turns the rows of a mapping's SELECT into rows of a staging contract, each with what is wrong
 * with it: problems make a row unusable, warnings cost one value.
 *
 * <p>Adds {@value #PROBLEMS}, {@value #WARNINGS}, {@value #RAW} (the selected row as JSON,
 * identities hashed), {@value #ROW_KEY} and {@value #ROW_HASH} (64-bit hashes of key and content)
 * and {@code arrived_on}.
 */
final class CanonicalRows {
  static final String PROBLEMS = "_problems";
  static final String WARNINGS = "_warnings";
  static final String RAW = "_raw";
  static final String ROW_KEY = "row_key";
  static final String ROW_HASH = "row_hash";

  private static final String UNDECODED = "\uFFFD";
  private static final String EARLIEST = "1900-01-01";

  private final String where;
  private final Contract contract;
  private final ArrivalRule arrival;
  private final Secret hashKey;

  CanonicalRows(String where, Contract contract, ArrivalRule arrival, Secret hashKey) {
    this.where = where;
    this.contract = contract;
    this.arrival = arrival;
    this.hashKey = hashKey;
  }

  /** The rows in the contract's columns, with their problems, warnings, hashes and arrival. */
  Dataset<Row> of(Dataset<Row> selected) {
    requireKnownColumns(selected);
    return withHashes(withRules(withTypes(withIdentitiesHashed(selected))));
  }

  /** Whether a row has no problem. */
  static Column isSound() {
    return size(col(PROBLEMS)).equalTo(0);
  }

  private void requireKnownColumns(Dataset<Row> selected) {
    Set<String> known = new LinkedHashSet<>();
    Set<String> required = new LinkedHashSet<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      String name = column.hashedFrom() == null ? column.name() : column.hashedFrom();
      known.add(name);
      if (column.required()) {
        required.add(name);
      }
    }
    known.addAll(arrival.columns());
    required.addAll(arrival.columns());
    Set<String> given = new LinkedHashSet<>(Arrays.asList(selected.columns()));
    for (String name : given) {
      if (!known.contains(name)) {
        throw mismatch("it yields the column " + name + ", which the table has not", known);
      }
    }
    required.removeAll(given);
    if (!required.isEmpty() || given.size() < selected.columns().length) {
      throw mismatch(
          required.isEmpty()
              ? "it yields a column twice"
              : "it lacks " + String.join(", ", required),
          known);
    }
  }

  private BellwetherException mismatch(String why, Set<String> known) {
    return BellwetherException.configuration(
        where + ": its SELECT does not fit the table " + contract.name(),
        why,
        "the columns are: " + String.join(", ", known));
  }

  private Dataset<Row> withIdentitiesHashed(Dataset<Row> selected) {
    Dataset<Row> rows = selected;
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      if (column.hashedFrom() != null && has(rows, column.hashedFrom())) {
        Column id = blankAsNull(col(column.hashedFrom()).cast("string"));
        rows =
            rows.withColumn(column.name(), KeyedHash.with(hashKey).apply(id))
                .drop(column.hashedFrom());
      }
    }
    return rows;
  }

  private Dataset<Row> withTypes(Dataset<Row> selected) {
    List<Column> columns = new ArrayList<>();
    List<Column> problems = new ArrayList<>();
    List<Column> warnings = new ArrayList<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      if (!has(selected, column.name())) {
        columns.add(lit(null).cast(column.type()).as(column.name()));
        continue;
      }
      Column given = given(selected, column);
      Column typed = typed(given, column.type());
      columns.add(typed.as(column.name()));
      Column wrong = given.isNotNull().and(typed.isNull());
      String is = column.name() + " is not a valid " + column.type().simpleString();
      if (column.required()) {
        Column shown = substring(given.cast("string"), 1, 60);
        problems.add(when(wrong, concat(lit(is + ": '"), shown, lit("'"))));
      } else {
        warnings.add(when(wrong, lit(is)));
      }
      if (column.type().equals(DataTypes.StringType)) {
        problems.add(
            when(
                given.contains(UNDECODED),
                lit(
                    column.name()
                        + " is not valid text in the input's encoding (options.encoding)")));
      }
    }
    columns.add(reasons(problems).as("_type_problems"));
    columns.add(reasons(warnings).as("_type_warnings"));
    columns.add(arrival.day(selected).as(AsOf.ARRIVED_ON));
    columns.add(struct(col("*")).as(RAW));
    return selected.select(columns.toArray(Column[]::new));
  }

  /** Applies the contract's row rules; an optional value out of its bounds becomes null, warned. */
  private Dataset<Row> withRules(Dataset<Row> typed) {
    List<Column> columns = new ArrayList<>();
    List<Column> outOfBounds = new ArrayList<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      Column breach = RowRules.breach(column);
      columns.add(
          column.required()
              ? col(column.name())
              : when(breach.unary_$bang(), col(column.name())).as(column.name()));
      if (!column.required()) {
        outOfBounds.add(when(breach, lit(column.name() + " is out of bounds")));
      }
    }
    columns.add(reasons(outOfBounds).as("_bound_warnings"));
    for (String technical : List.of("_type_problems", "_type_warnings", AsOf.ARRIVED_ON, RAW)) {
      columns.add(col(technical));
    }
    Column noArrival = when(col(AsOf.ARRIVED_ON).isNull(), lit("its arrival is missing"));
    return typed
        .select(columns.toArray(Column[]::new))
        .withColumn(
            PROBLEMS,
            when(size(col("_type_problems")).gt(0), col("_type_problems"))
                .otherwise(
                    concat(
                        RowRules.problems(contract),
                        arrival.isFromColumn() ? reasons(List.of(noArrival)) : reasons(List.of()))))
        // only a row in quarantine needs its text
        .withColumn(RAW, when(size(col(PROBLEMS)).gt(0), to_json(col(RAW))))
        .withColumn("_rule_warnings", RowRules.warnings(contract))
        .withColumn(
            WARNINGS,
            concat(col("_type_warnings"), col("_bound_warnings"), withoutValues("_rule_warnings")))
        .drop("_type_problems", "_type_warnings", "_bound_warnings", "_rule_warnings");
  }

  private Dataset<Row> withHashes(Dataset<Row> rows) {
    Column[] content =
        contract.columnNames().stream().map(name -> col(name)).toArray(Column[]::new);
    // a null and its neighbour's null must not hash alike: each column says whether it is null
    List<Column> marked = new ArrayList<>();
    for (Column column : content) {
      marked.add(column.isNull());
      marked.add(column);
    }
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    return rows.withColumn(ROW_KEY, xxhash64(key))
        .withColumn(ROW_HASH, xxhash64(marked.toArray(Column[]::new)));
  }

  private static Column given(
      Dataset<Row> selected, dev.bellwether.platform.contract.Column column) {
    Column value = col(column.name());
    boolean text = selected.schema().apply(column.name()).dataType().equals(DataTypes.StringType);
    return text ? blankAsNull(value) : value;
  }

  private static Column typed(Column given, DataType type) {
    Column typed = given.try_cast(type);
    // dates before 1900 are defaults or typing errors; 9999-12-31 is a common open end
    return type instanceof DateType ? when(typed.geq(lit(EARLIEST).cast("date")), typed) : typed;
  }

  private static Column blankAsNull(Column text) {
    return when(trim(text).notEqual(""), text);
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
