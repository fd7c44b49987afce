package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.ObservedRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
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
  private final List<RawFile> read = new ArrayList<>();
  private final RawReader reader;
  private final Set<String> absentFields = new TreeSet<>();
  private final Set<String> partialColumns = new TreeSet<>();
  private final Set<String> undelivered = new TreeSet<>();
  private Optional<ObservedRows> lines = Optional.empty();
  private Optional<Long> malformedLines = Optional.empty();
  private Optional<MalformedLines> malformed = Optional.empty();
  private boolean isRowWise;

  /**
   * @param torn files of the batch that were found to have {@link TornTexts}
   */
  InputViews(SparkSession spark, Source source, Batch batch, Set<String> torn) {
    this.session = Sessions.another(spark);
    // with pruning, whether a line fits its header would depend on the columns that are asked for
    session.conf().set("spark.sql.csv.parser.columnPruning.enabled", "false");
    session.conf().set("spark.sql.session.timeZone", "UTC");
    this.source = source;
    this.batch = batch;
    this.mapping = source.tables().get(batch.table());
    this.reader = new RawReader(session, torn);
  }

  /** The lines of the batch that could not be split into columns. */
  MalformedLines malformed() {
    if (malformed.isEmpty()) {
      Source.Input input = source.inputs().get(batch.input());
      malformed = Optional.of(MalformedLines.among(raw(batch.input()), input));
    }
    return malformed.get();
  }

  /** The files of the batch with {@link TornTexts}, once the selected rows were computed. */
  Set<String> tornFiles() {
    return malformedLines() == 0 ? Set.of() : malformed().tornFiles();
  }

  /** What the mapping's SELECT makes of the batch. */
  Dataset<Row> select(String where) {
    SourceQuery query = new SourceQuery(where, mapping.select());
    Set<String> inputs = query.inputs(source.inputs().keySet());
    boolean readsOnce = query.readsOnce(batch.input());
    if (readsOnce) {
      lines = Optional.of(new ObservedRows(col(RawReader.MALFORMED).isNotNull()));
    }
    for (String name : inputs) {
      boolean isAlone = readsOnce && inputs.size() == 1;
      view(name, isAlone ? withAbsentFields(observed(name), query) : observed(name));
    }
    Dataset<Row> rows = query.run(session, inputs, Contracts.of(batch.table()));
    for (String name : inputs) {
      if (source.inputs().get(name).mode() == Source.Mode.APPEND) {
        query.requireRowWise(rows, name);
      }
    }
    isRowWise =
        readsOnce
            && inputs.size() == 1
            && mapping.identities().isEmpty()
            && query.isRowWise(rows, batch.input());
    return mapping.identities().map(found -> resolved(rows, found, inputs)).orElse(rows);
  }

  private void view(String name, Dataset<Row> rows) {
    rows.where(col(RawReader.MALFORMED).isNull())
        .drop(RawReader.MALFORMED, RawReader.FILE)
        .createOrReplaceTempView(name);
  }

  /** The rows with the accounts' own ids, where the mapping says that they are another system's. */
  private Dataset<Row> resolved(Dataset<Row> rows, Source.Identities found, Set<String> viewed) {
    String where = "source " + source.name() + ", table " + Tables.ACCOUNT_IDENTITIES;
    SourceQuery query = new SourceQuery(where, found.select());
    Set<String> inputs = query.inputs(source.inputs().keySet());
    inputs.stream().filter(name -> !viewed.contains(name)).forEach(name -> view(name, raw(name)));
    Contract contract = Contracts.of(Tables.ACCOUNT_IDENTITIES);
    Dataset<Row> identities = query.run(session, inputs, contract);
    return new AccountIdentities(found.system())
        .resolved(rows, AccountIdentities.checked(where, identities));
  }

  /** Whether each selected row comes from one row of the batch, and of nothing else. */
  boolean isRowWise() {
    return isRowWise;
  }

  /** Fields that the SELECT names and no document of the batch has: all their values are absent. */
  Set<String> absentFields() {
    return absentFields;
  }

  /** Columns that the SELECT names and some files of the batch lack: there they are absent. */
  Set<String> partialColumns() {
    return partialColumns;
  }

  /**
   * Fails when a file has changed since it began to be read.
   *
   * @throws BellwetherException that names it
   */
  void requireUnchanged() {
    RawFiles.requireUnchanged(hadoop(), read);
  }

  /** Columns that the source declares and that were not delivered: INPUT.COLUMN. */
  Set<String> undelivered() {
    return undelivered;
  }

  /** How many lines of the batch could not be split, once the selected rows were computed. */
  long malformedLines() {
    if (malformedLines.isEmpty()) {
      malformedLines =
          Optional.of(
              lines
                  .map(observed -> observed.counts(() -> raw(batch.input())).meeting())
                  .orElseGet(() -> malformed().rows().count()));
    }
    return malformedLines.get();
  }

  /** By joined input how many of its lines could not be split: what they held joins nothing. */
  Map<String, Long> malformedLinesOfJoined() {
    Map<String, Long> malformed = new TreeMap<>();
    raw.forEach(
        (name, rows) -> {
          Source.Input input = source.inputs().get(name);
          boolean mayHave = Set.of("csv", "json").contains(input.format());
          long count =
              mayHave && !name.equals(batch.input())
                  ? MalformedLines.among(rows, input).rows().count()
                  : 0;
          if (count > 0) {
            malformed.put(name, count);
          }
        });
    return malformed;
  }

  /** JSON leaves out what is absent, and an empty file has no header. */
  private Dataset<Row> withAbsentFields(Dataset<Row> rows, SourceQuery query) {
    boolean isJson = source.inputs().get(batch.input()).format().equals("json");
    Set<String> present = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    present.addAll(Arrays.asList(rows.columns()));
    boolean isEmpty = present.equals(Set.of(RawReader.MALFORMED, RawReader.FILE));
    Map<String, Column> absent = new TreeMap<>();
    if (!reader.partial().isEmpty()) {
      partialColumns.addAll(query.columns(batch.input()).keySet());
      partialColumns.retainAll(reader.partial());
    }
    if (isJson || isEmpty) {
      Map<String, Set<String>> named = query.columns(batch.input());
      if (!isEmpty && !named.isEmpty() && named.keySet().stream().noneMatch(present::contains)) {
        throw strangeDocuments(present);
      }
      named.forEach(
          (name, fields) -> {
            if (!present.contains(name)) {
              absent.put(name, nothing(fields));
            }
          });
    }
    absentFields.addAll(absent.keySet());
    return absent.isEmpty() ? rows : rows.withColumns(absent);
  }

  private BellwetherException strangeDocuments(Set<String> present) {
    present.removeAll(Set.of(RawReader.MALFORMED, RawReader.FILE));
    return BellwetherException.configuration(
        "source "
            + source.name()
            + ", table "
            + batch.table()
            + ": its SELECT does not fit the input",
        "the documents of "
            + batch.files().get(0).path()
            + " have none of the fields that it names; they have: "
            + String.join(", ", present),
        "name those; where a field holds a list of rows, select from it by explode");
  }

  private static Column nothing(Set<String> fields) {
    Column text = lit(null).cast("string");
    return fields.isEmpty() ? text : struct(fields.stream().map(text::as).toArray(Column[]::new));
  }

  private Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
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
              input.equals(batch.input()) ? batch.files() : RawFiles.list(hadoop(), source, input);
          if (!source.inputs().get(input).isDelta()) {
            read.addAll(RawFiles.asTheyAre(hadoop(), files));
          }
          RawReader own = input.equals(batch.input()) ? reader : new RawReader(session);
          Source.Input declared = source.inputs().get(input);
          Dataset<Row> rows =
              files.isEmpty() ? noRows(input, declared) : own.read(input, declared, files);
          return withDeclaredColumns(input, declared, rows);
        });
  }

  /** No rows, in the columns that the source says the input would have. */
  private Dataset<Row> noRows(String name, Source.Input input) {
    if (input.columns().isEmpty()) {
      throw BellwetherException.configuration(
          "source " + source.name() + ": input " + name + " has no file, and no columns",
          "the SELECT of " + batch.table() + " reads it, but what columns it would have is unknown",
          "state columns: [NAME, …] of that input, deliver it, or leave it out of the SELECT");
    }
    return session.createDataFrame(List.of(), RawReader.NO_COLUMNS);
  }

  private Dataset<Row> withDeclaredColumns(String name, Source.Input input, Dataset<Row> rows) {
    Set<String> present = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    present.addAll(Arrays.asList(rows.columns()));
    Map<String, Column> missing = new TreeMap<>();
    for (String column : input.columns()) {
      if (!present.contains(column)) {
        missing.put(column, lit(null).cast("string"));
        undelivered.add(name + "." + column);
      }
    }
    return missing.isEmpty() ? rows : rows.withColumns(missing);
  }
}
