package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * A stranger's table, understood: which columns are features, and which value of the label means
 * churn.
 *
 * @param features the rows, kept in memory
 * @param columns all candidate columns with what they are used as
 * @param label what the label's values mean
 * @param time how times are read
 * @param firstTestRow the number of the first row of a test set; beyond all rows without one
 * @param sample rows drawn by lot: all of them where there are few
 * @param notes what was left out, in words
 * @param warnings what else was left out, which should not have had to be
 */
record LabelledTable(
    FeatureTable features,
    List<ColumnUse> columns,
    Label label,
    TimeColumn time,
    long firstTestRow,
    List<Example> sample,
    List<String> notes,
    List<String> warnings) {
  /** Rows by which columns are understood, and single features judged. */
  private static final int SAMPLE = 20_000;

  /** Small tables are one partition: each pass over them costs little more than its start. */
  private static final long ROWS_PER_PARTITION = 50_000;

  /** Whether any column is a feature. */
  boolean hasFeatures() {
    return !features.numbers().isEmpty() || !features.texts().isEmpty();
  }

  /** Reads and understands the files that a request names. */
  static LabelledTable read(SparkSession spark, BacktestRequest request) {
    Dataset<Row> learned = new TableRows(spark, request.readerOptions()).read(request.files());
    Dataset<Row> rows = wanted(withTestSet(spark, request, learned), request);
    ColumnPlan columns = ColumnPlan.of(rows.columns(), request);
    JavaRDD<Row> raw = rows.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    LabelCounts counts = counted(raw, columns, request);
    JavaPairRDD<Row, Long> labelled = raw.zipWithIndex().filter(row -> columns.isUsable(row._1()));
    List<Row> sampled = sampled(labelled, counts.labelled(), request.seed());
    RowReader reader = reader(columns, sampled, counts, request);
    JavaRDD<Example> examples = examples(labelled, counts.labelled(), reader);
    List<String> notes = notes(counts, examples.count());
    notes.addAll(datesUnused(request, columns, reader.uses(), sampled));
    raw.unpersist(false);
    boolean hasTestSet = request.split() instanceof BacktestRequest.TestSet;
    return new LabelledTable(
        table(spark, reader.uses(), examples),
        reader.uses(),
        reader.label(),
        reader.time(),
        hasTestSet ? learned.count() : Long.MAX_VALUE,
        sampled.stream().map(row -> reader.read(row, 0)).toList(),
        notes,
        warnings(counts));
  }

  /** Rows of a test set stand behind those to learn from. */
  private static Dataset<Row> withTestSet(
      SparkSession spark, BacktestRequest request, Dataset<Row> learned) {
    return request.split() instanceof BacktestRequest.TestSet test
        ? TableRows.union(
            List.of(learned, new TableRows(spark, request.readerOptions()).read(test.files())))
        : learned;
  }

  /** Rows that are not wanted stay, so that rows keep their numbers. */
  private static Dataset<Row> wanted(Dataset<Row> rows, BacktestRequest request) {
    if (request.where().isEmpty()) {
      return rows;
    }
    try {
      Column holds = functions.expr(request.where().get()).cast(DataTypes.BooleanType);
      return rows.withColumn(ColumnPlan.WANTED, functions.coalesce(holds, functions.lit(false)));
    } catch (Exception e) { // Spark's AnalysisException is checked, and not declared
      String message = String.valueOf(e.getMessage());
      throw BellwetherException.configuration(
              "--where " + request.where().get() + " cannot be evaluated",
              message.lines().findFirst().orElse(message),
              "write a condition in Spark SQL on columns of the table, such as \"plan = 'pro'\"")
          .causedBy(e);
    }
  }

  private static LabelCounts counted(
      JavaRDD<Row> raw, ColumnPlan columns, BacktestRequest request) {
    LabelCounts counts =
        raw.aggregate(new LabelCounts(), (sum, row) -> sum.add(columns, row), LabelCounts::merge);
    if (counts.labelled() == 0) {
      throw noRows(request, counts);
    }
    return counts;
  }

  private static RowReader reader(
      ColumnPlan columns, List<Row> sampled, LabelCounts counts, BacktestRequest request) {
    TimeColumn time =
        request
            .time()
            .map(name -> TimeColumn.of(name, sampled.stream().map(columns::timeOf).toList()))
            .orElse(TimeColumn.NONE);
    Label label = Label.of(request.label(), counts.values, request.positive());
    return new RowReader(columns, uses(columns, sampled, counts.labelled()), label, time);
  }

  private static JavaRDD<Example> examples(
      JavaPairRDD<Row, Long> labelled, long count, RowReader reader) {
    return labelled
        .map(row -> reader.read(row._1(), row._2()))
        .filter(example -> !Double.isNaN(example.time()))
        .coalesce((int) (1 + count / ROWS_PER_PARTITION))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static List<Row> sampled(JavaPairRDD<Row, Long> rows, long count, long seed) {
    double share = (double) SAMPLE / count;
    return (share >= 1 ? rows : rows.sample(false, share, seed)).keys().collect();
  }

  private static List<ColumnUse> uses(ColumnPlan columns, List<Row> sampled, long rows) {
    List<ColumnUse> uses = new ArrayList<>();
    for (int position : columns.candidates()) {
      List<Object> cells = new ArrayList<>();
      sampled.forEach(row -> cells.add(row.get(position)));
      String name = columns.names().get(position);
      uses.add(
          columns.dropped().contains(position)
              ? ColumnUse.dropped(name, "--drop names it")
              : ColumnUse.of(name, cells, rows));
    }
    return uses;
  }

  private static FeatureTable table(
      SparkSession spark, List<ColumnUse> uses, JavaRDD<Example> examples) {
    return new FeatureTable(
        spark,
        uses.stream().filter(ColumnUse::isNumeric).map(use -> Feature.of(use.name())).toList(),
        uses.stream()
            .filter(use -> use.kind() == ColumnUse.Kind.CATEGORY)
            .map(ColumnUse::name)
            .toList(),
        examples);
  }

  private static List<String> notes(LabelCounts counts, long used) {
    List<String> notes = new ArrayList<>();
    long untimed = counts.labelled() - used;
    note(notes, counts.unwanted, "--where does not want");
    note(notes, counts.unlabelled, "have no label");
    note(notes, untimed, "have no time");
    return notes;
  }

  /** A table with dates is better judged in time. */
  private static List<String> datesUnused(
      BacktestRequest request, ColumnPlan columns, List<ColumnUse> uses, List<Row> sampled) {
    if (!(request.split() instanceof BacktestRequest.ByLot)) {
      return List.of();
    }
    return IntStream.range(0, uses.size())
        .filter(i -> holdsDates(uses.get(i), columns.candidates().get(i), sampled))
        .mapToObj(i -> uses.get(i).name())
        .map(
            name ->
                name
                    + " holds dates. If it says when a row was observed, rows judged by lot were"
                    + " predicted by later ones, which looks better than a night would be: judge"
                    + " in time, --time "
                    + name)
        .toList();
  }

  private static boolean holdsDates(ColumnUse use, int position, List<Row> sampled) {
    return use.kind() == ColumnUse.Kind.DATE
        || (use.kind() == ColumnUse.Kind.NUMBER
            && sampled.stream()
                .map(row -> row.get(position))
                .filter(cell -> !Cells.isUnknown(cell))
                .noneMatch(cell -> Double.isNaN(Cells.numberedDate(cell))));
  }

  private static List<String> warnings(LabelCounts counts) {
    List<String> warnings = new ArrayList<>();
    if (counts.malformed > 0) {
      warnings.add(
          counts.malformed
              + " of "
              + counts.rows
              + " rows left out that could not be read: they do not fit the header");
    }
    return warnings;
  }

  private static void note(List<String> notes, long rows, String what) {
    if (rows > 0) {
      notes.add(rows + " rows left out that " + what);
    }
  }

  private static BellwetherException noRows(BacktestRequest request, LabelCounts counts) {
    return BellwetherException.data(
        "the table has no row with a label",
        counts.rows
            + " rows were read, and "
            + request.label()
            + " is blank in all that are readable"
            + request.where().map(where -> ", or " + where + " does not hold").orElse(""),
        "check the files, or name another --label or --where");
  }
}
