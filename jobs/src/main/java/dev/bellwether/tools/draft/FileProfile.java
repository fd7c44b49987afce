package dev.bellwether.tools.draft;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.btrim;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.ingest.RawReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the columns of raw rows look like, in their order.
 *
 * @param rows rows looked at, without lines that could not be split into columns
 * @param columns their columns
 */
record FileProfile(long rows, List<ColumnProfile> columns) {
  private static final double SURELY_REPEATED = 0.85;
  private static final int VALUES_COUNTED = 1000;
  private static final String PLACE = "place";
  private static final String TEXT = "text";
  private static final String SHAPE = "shape";
  private static final String DAY = "day";
  private static final String TWO_NUMBERS = "^(\\d+)/(\\d+)/";

  /** Looks at all the rows, once, and once more for what may be a key. */
  static FileProfile of(Dataset<Row> raw) {
    Dataset<Row> rows = withoutMalformed(raw);
    List<String> names =
        Stream.of(rows.columns())
            .filter(name -> !name.equals(RawReader.MALFORMED) && !name.equals(RawReader.FILE))
            .toList();
    if (names.isEmpty()) {
      return new FileProfile(0, List.of());
    }
    List<Row> found = perColumn(cells(rows, names)).collectAsList();
    Map<Integer, Row> byPlace = new HashMap<>();
    found.forEach(row -> byPlace.put(row.getAs(PLACE), row));
    long count = found.isEmpty() ? 0 : found.get(0).getAs("rows");
    Map<String, Long> exact = distinctOfKeys(rows, names, byPlace);
    List<ColumnProfile> columns = new ArrayList<>();
    for (int place = 0; place < names.size(); place++) {
      columns.add(column(names.get(place), byPlace.get(place), exact));
    }
    return new FileProfile(count, columns);
  }

  private static Dataset<Row> withoutMalformed(Dataset<Row> raw) {
    return List.of(raw.columns()).contains(RawReader.MALFORMED)
        ? raw.where(col(RawReader.MALFORMED).isNull())
        : raw;
  }

  /** One row for each value: the place of its column, and the value as text. */
  private static Dataset<Row> cells(Dataset<Row> rows, List<String> names) {
    Column[] cells = new Column[names.size()];
    for (int place = 0; place < cells.length; place++) {
      cells[place] = struct(lit(place).as(PLACE), text(rows, names.get(place)).as(TEXT));
    }
    return rows.select(explode(array(cells)).as("cell"))
        .select("cell.*")
        .withColumn(SHAPE, ValueShape.of(TEXT))
        .withColumn(DAY, day());
  }

  private static Column text(Dataset<Row> rows, String name) {
    return nullif(btrim(RawReader.column(rows, name).cast("string")), lit(""));
  }

  private static Column day() {
    Column day = when(col(SHAPE).isNull(), lit(null).cast("date"));
    for (ValueShape shape : ValueShape.values()) {
      if (shape.name().startsWith("ISO_")) {
        day = day.when(col(SHAPE).equalTo(shape.name()), expr("try_cast(left(text, 10) AS date)"));
      } else if (shape.isDate()) {
        Column read = to_date(expr(shape.formula(true).replace("{}", TEXT)));
        day = day.when(col(SHAPE).equalTo(shape.name()), read);
      }
    }
    return day;
  }

  private static Dataset<Row> perColumn(Dataset<Row> cells) {
    Column number = expr("try_cast(text AS decimal(38,6))");
    Column isSlashes = col(SHAPE).equalTo(ValueShape.SLASHES.name());
    List<Column> figures = new ArrayList<>();
    figures.add(count(TEXT).as("filled"));
    figures.add(approx_count_distinct(TEXT, 0.02).as("distinct"));
    figures.add(min(number).as("least"));
    figures.add(max(number).as("greatest"));
    figures.add(min(DAY).as("first"));
    figures.add(max(DAY).as("last"));
    figures.add(max(when(isSlashes, part(1))).as("slash1"));
    figures.add(max(when(isSlashes, part(2))).as("slash2"));
    figures.add(
        call_function("approx_top_k", col(TEXT), lit(ColumnProfile.COMMONEST), lit(VALUES_COUNTED))
            .as("commonest"));
    for (ValueShape shape : ValueShape.values()) {
      figures.add(count_if(col(SHAPE).equalTo(shape.name())).as(shape.name()));
    }
    return cells.groupBy(PLACE).agg(count(lit(1)).as("rows"), figures.toArray(Column[]::new));
  }

  private static Column part(int number) {
    return regexp_extract(col(TEXT), TWO_NUMBERS, number).try_cast("int");
  }

  /** The exact number of values of columns that have one in each row and hardly repeat them. */
  private static Map<String, Long> distinctOfKeys(
      Dataset<Row> rows, List<String> names, Map<Integer, Row> byPlace) {
    List<String> likely = new ArrayList<>();
    byPlace.forEach(
        (place, row) -> {
          long all = row.getAs("rows");
          boolean isFull = row.<Long>getAs("filled") == all;
          if (isFull && row.<Long>getAs("distinct") >= SURELY_REPEATED * all) {
            likely.add(names.get(place));
          }
        });
    Map<String, Long> exact = new HashMap<>();
    if (!likely.isEmpty()) {
      Column[] counts =
          likely.stream().map(name -> count_distinct(text(rows, name))).toArray(Column[]::new);
      Row counted = rows.select(counts).head();
      likely.forEach(name -> exact.put(name, counted.getLong(likely.indexOf(name))));
    }
    return exact;
  }

  private static ColumnProfile column(String name, Row row, Map<String, Long> exact) {
    if (row == null) {
      return empty(name);
    }
    long rows = row.getAs("rows");
    Map<ValueShape, Long> shapes = new EnumMap<>(ValueShape.class);
    for (ValueShape shape : ValueShape.values()) {
      long such = row.getAs(shape.name());
      if (such > 0) {
        shapes.put(shape, such);
      }
    }
    java.sql.Date first = row.getAs("first");
    java.sql.Date last = row.getAs("last");
    return new ColumnProfile(
        name,
        rows,
        row.getAs("filled"),
        exact.getOrDefault(name, row.getAs("distinct")),
        exact.getOrDefault(name, -1L) == rows,
        shapes,
        new ColumnProfile.Range<>(row.getAs("least"), row.getAs("greatest")),
        new ColumnProfile.Range<>(
            first == null ? null : first.toLocalDate(), last == null ? null : last.toLocalDate()),
        new ColumnProfile.Slashes(row.getAs("slash1"), row.getAs("slash2")),
        commonest(row));
  }

  private static ColumnProfile empty(String name) {
    return new ColumnProfile(
        name,
        0,
        0,
        0,
        false,
        Map.of(),
        new ColumnProfile.Range<>(null, null),
        new ColumnProfile.Range<>(null, null),
        new ColumnProfile.Slashes(null, null),
        List.of());
  }

  private static List<String> commonest(Row row) {
    List<Row> items = row.getList(row.fieldIndex("commonest"));
    return items.stream()
        .filter(item -> !item.isNullAt(0))
        .sorted(Comparator.comparingLong((Row item) -> item.getLong(1)).reversed())
        .map(item -> item.getString(0))
        .toList();
  }
}
