package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.platform.warehouse.Waypoints;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ingests one batch: reads its rows once, compares their keys with what is stored, and writes what
 * is new. Only contested keys cost more.
 */
final class BatchIngest {
  private static final int KINDS_COUNTED = 1000;

  private final Warehouse warehouse;
  private final Settings settings;
  private final Source source;
  private final Batch batch;
  private final Contract contract;
  private final Source.Input input;
  private final ArrivalRule arrival;
  private final StagingTable table;
  private final Erased erased;

  BatchIngest(Warehouse warehouse, Settings settings, Source source, Batch batch, Erased erased) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.source = source;
    this.batch = batch;
    this.contract = Contracts.of(batch.table());
    this.input = source.inputs().get(batch.input());
    this.arrival =
        new ArrivalRule(
            input.arrival(), contract, settings.timeZone(), batch.firstSeen(), batch.openFrom());
    this.erased = erased;
    this.table = new StagingTable(warehouse, contract, batch, arrival);
  }

  /**
   * Writes the batch's accepted rows to its staging table.
   *
   * @param first whether the batch starts its table anew
   */
  IngestedBatch run(boolean first) {
    Reading reading = read();
    Dataset<Row> rows = reading.rows();
    Figures.Taken taken = reading.taken();
    InputViews views = reading.views();
    requireRows(taken.count("rows"), first);
    KeyComparison.Result keys = compared(rows, taken, first);
    // an unreadable line may hold a key that seems to be missing
    Map<String, Long> ofJoined = views.malformedLinesOfJoined();
    boolean allRead =
        views.malformedLines() + taken.count("unidentified") == 0 && ofJoined.isEmpty();
    Map<String, Long> told =
        new TreeMap<>(Deletions.warnings(keys.missing(), input.deletes(), allRead));
    ofJoined.forEach(
        (name, lines) ->
            told.put("lines of the joined input " + name + " do not fit its columns", lines));
    if (!input.deletes() || !allRead) {
      return written(rows, keys.withoutMissing(), told, taken, views, first);
    }
    new Deletions(contract, batch, arrival).requireFew(keys, source.deletesMaxPercent());
    return written(rows, keys, told, taken, views, first);
  }

  /** The rows of the batch, in the contract's columns, and what was counted on the way. */
  private record Reading(InputViews views, Dataset<Row> rows, Figures.Taken taken) {}

  /** Reads the batch, and once more where halves of torn texts may have passed for rows. */
  private Reading read() {
    Reading first = read(Set.of());
    Set<String> torn = first.views().tornFiles();
    return torn.isEmpty() ? first : read(torn);
  }

  private Reading read(Set<String> torn) {
    InputViews views = new InputViews(warehouse.spark(), source, batch, torn);
    Figures figures = figures();
    Dataset<Row> rows = read(figures, views);
    return new Reading(views, rows, figures.taken(() -> rows));
  }

  private Dataset<Row> read(Figures figures, InputViews views) {
    try {
      Dataset<Row> rows = KeptRows.of(figures.observe(canonical(views)));
      Waypoints.pass("after reading of " + batch.table());
      views.requireUnchanged();
      return rows;
    } catch (Exception e) {
      throw ReadFailure.of(where(), e);
    }
  }

  private Dataset<Row> canonical(InputViews views) {
    Dataset<Row> selected =
        new SelectedColumns(where(), contract, arrival).checked(views.select(where()));
    Dataset<Row> rows =
        new CanonicalRows(contract, arrival, settings.timeZone(), settings.privacy().hashKey())
            .of(selected, views.isRowWise());
    return erased.without(rows, settings.privacy().hashKey());
  }

  /** What is counted as rows are read. */
  private Figures figures() {
    Column hasNoKey =
        contract.key().stream().map(name -> col(name).isNull()).reduce(Column::or).orElseThrow();
    return new Figures(
        count(lit(1)).as("rows"),
        count_if(not(CanonicalRows.isSound())).as("unusable"),
        count_if(CanonicalRows.isSound().and(size(col(CanonicalRows.WARNINGS)).gt(0))).as("warned"),
        count_if(hasNoKey).as("unidentified"),
        call_function("approx_top_k", Refusals.kind(), lit(KINDS_COUNTED), lit(KINDS_COUNTED))
            .as("kinds"));
  }

  private KeyComparison.Result compared(Dataset<Row> rows, Figures.Taken taken, boolean first) {
    KeyComparison comparison = new KeyComparison(contract, input.mode() == Source.Mode.SNAPSHOT);
    return first
        ? comparison.ofFirst(rows)
        : comparison.of(
            rows,
            taken.count("rows") - taken.count("unusable"),
            table.allOn(rows.sparkSession()),
            batch.number());
  }

  private IngestedBatch written(
      Dataset<Row> rows,
      KeyComparison.Result keys,
      Map<String, Long> ofMissing,
      Figures.Taken taken,
      InputViews views,
      boolean first) {
    Dataset<Row> valid = rows.where(CanonicalRows.isSound());
    ContestedKeys.Result contested =
        keys.contested() == 0 ? ContestedKeys.Result.NONE : contested(keys, valid, first);
    IngestedBatch.Counts counts = counts(taken, views.malformedLines(), keys, contested);
    requireNoHistoryChange(counts.accepted() + counts.deleted(), first);
    Dataset<Row> accepted = contested.withAccepted(keys.onlyFresh(valid));
    table.write(accepted, keys, counts, first);
    Optional<AccountIdentities.Unresolved> unresolved = unresolved(accepted);
    return new IngestedBatch(
        batch,
        arrivalInWords(),
        counts,
        Refusals.commonest(
            taken.items("kinds"), views.malformedLines(), contested.conflicts(), contract),
        warnings(ofMissing, taken.count("rows"), views, unresolved),
        unresolved.map(AccountIdentities.Unresolved::largest).orElse(Map.of()),
        refused(rows, taken, contested, views),
        accepted);
  }

  private Optional<AccountIdentities.Unresolved> unresolved(Dataset<Row> accepted) {
    return source
        .tables()
        .get(batch.table())
        .identities()
        .map(found -> new AccountIdentities(found.system()).unresolved(accepted));
  }

  private static Map<String, Long> warnings(
      Map<String, Long> ofMissing,
      long rows,
      InputViews views,
      Optional<AccountIdentities.Unresolved> unresolved) {
    Map<String, Long> warnings = new TreeMap<>(ofMissing);
    unresolved
        .filter(some -> some.rows() > 0)
        .ifPresent(
            some ->
                warnings.put(
                    "account_identities resolves no such id of " + some.system(), some.rows()));
    if (rows > 0) {
      views
          .absentFields()
          .forEach(field -> warnings.put("no document has the field " + field, rows));
      views
          .undelivered()
          .forEach(column -> warnings.put(column + " was not delivered: absent", rows));
      views
          .partialColumns()
          .forEach(
              column ->
                  warnings.put("some files lack the column " + column + ": absent there", rows));
    }
    return warnings;
  }

  private ContestedKeys.Result contested(
      KeyComparison.Result keys, Dataset<Row> valid, boolean first) {
    Dataset<Row> stored = first ? table.empty() : keys.onlyContested(table.stored());
    return new ContestedKeys(contract, input.mode() == Source.Mode.SNAPSHOT)
        .of(keys.onlyContested(valid), stored);
  }

  private static IngestedBatch.Counts counts(
      Figures.Taken taken, long lines, KeyComparison.Result keys, ContestedKeys.Result contested) {
    long rowsIn = taken.count("rows") + lines;
    long duplicates = keys.unchanged() + contested.duplicates();
    long quarantined = taken.count("unusable") + lines + contested.conflicts();
    return new IngestedBatch.Counts(
        rowsIn,
        rowsIn - duplicates - quarantined,
        duplicates,
        quarantined,
        keys.missing(),
        taken.count("warned"));
  }

  private Dataset<Row> refused(
      Dataset<Row> rows, Figures.Taken taken, ContestedKeys.Result contested, InputViews views) {
    Dataset<Row> refused =
        taken.count("unusable") > 0
            ? Refusals.ofContract(rows)
            : Refusals.ofContract(rows.limit(0));
    if (views.malformedLines() > 0) {
      refused =
          refused.unionByName(
              Refusals.ofLines(views.malformed().rows(), settings.privacy().hashKey()));
    }
    return contested.conflicts() > 0
        ? refused.unionByName(Refusals.ofConflicts(contested.refused(), contract))
        : refused;
  }

  private void requireRows(long rows, boolean first) {
    if (rows == 0 && !first && input.mode() == Source.Mode.SNAPSHOT) {
      throw BellwetherException.data(
          where() + ": the input " + batch.input() + " has no rows any more",
          "a snapshot that was full is now empty, which looks like a failed export",
          "deliver it again: " + batch.files().get(0).path());
    }
  }

  private void requireNoHistoryChange(long accepted, boolean first) {
    if (!first
        && batch.number() > 1
        && accepted > 0
        && input.arrival().kind() == Source.ArrivalKind.EVENT_TIME) {
      throw BellwetherException.configuration(
          where() + ": " + accepted + " rows are new or changed since the first load",
          "arrival: event_time is for one-off history, where a row counts as known when it"
              + " happened; these rows would change nights that are past",
          "state arrival: first_seen (or a column) for an input that keeps coming, or start a new"
              + " home for a new history");
    }
  }

  private String arrivalInWords() {
    return input.arrival().kind() == Source.ArrivalKind.COLUMN
        ? "column " + input.arrival().column()
        : input.arrival().kind().name().toLowerCase(Locale.ROOT);
  }

  private String where() {
    return "source " + source.name() + ", table " + batch.table();
  }
}
