package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a sample of a source through its mapping and says of each table what an ingest would make
 * of it. Writes nothing.
 */
public final class SourceCheck {
  private static final String ACCOUNT_ID = "account_id";
  private static final int KINDS_COUNTED = 1000;
  private static final int STRANGERS_NAMED = 5;

  private final SparkSession spark;
  private final Settings settings;
  private final Source source;
  private final LocalDate asOf;
  private final int sample;
  private Optional<Dataset<Row>> accounts = Optional.empty();

  /**
   * @param asOf the day of the run that would ingest it
   * @param sample how many rows of each table are looked at
   */
  public SourceCheck(
      SparkSession spark, Settings settings, Source source, LocalDate asOf, int sample) {
    this.spark = spark;
    this.settings = settings;
    this.source = source;
    this.asOf = asOf;
    this.sample = sample;
  }

  /**
   * What was found of one table.
   *
   * @param table the canonical table
   * @param files how many files drive it
   * @param rows rows looked at
   * @param refused rows among them that cannot be used
   * @param reasons the commonest reasons why, with how many rows each holds for
   * @param warned usable rows with an odd value
   * @param repeated usable rows whose key another one has
   * @param strangers usable rows of an account that the accounts' mapping does not know; none where
   *     there are no accounts to compare with
   * @param filled of each column that the SELECT yields the share of usable rows with a value
   * @param absent the table's other columns
   */
  public record TableCheck(
      String table,
      int files,
      long rows,
      long refused,
      Map<String, Long> reasons,
      long warned,
      long repeated,
      Optional<Strangers> strangers,
      Map<String, Double> filled,
      List<String> absent) {}

  /**
   * Rows of accounts that are not there.
   *
   * @param rows how many
   * @param ids how many accounts they name
   * @param largest those that most rows name, with their rows
   */
  public record Strangers(long rows, long ids, Map<String, Long> largest) {}

  /**
   * The source with what its databases hold in files: of append inputs a sample, of snapshots all,
   * since others join them.
   *
   * @param folder where they may be written
   */
  public static Source landed(SparkSession spark, Source source, String folder, int sample) {
    return new Extracts(spark, folder, Optional.of(sample)).landed(source);
  }

  /**
   * Checks one table.
   *
   * @throws BellwetherException when its files or its SELECT cannot be read
   */
  public TableCheck of(String table) {
    Optional<Batch> batch = batch(table);
    if (batch.isEmpty()) {
      return new TableCheck(table, 0, 0, 0, Map.of(), 0, 0, Optional.empty(), Map.of(), List.of());
    }
    try {
      return checked(batch.get());
    } catch (Exception e) {
      throw ReadFailure.of(where(table), e);
    }
  }

  private TableCheck checked(Batch batch) {
    Contract contract = Contracts.of(batch.table());
    InputViews views = new InputViews(spark, source, batch, Set.of());
    Dataset<Row> selected = selected(views, batch, contract);
    List<String> given = given(selected, contract);
    Dataset<Row> rows = KeptRows.of(canonical(selected.limit(sample), batch, contract));
    Figures.Taken taken = taken(rows, given);
    long sound = taken.count("sound");
    Map<String, Double> filled = new LinkedHashMap<>();
    given.forEach(name -> filled.put(name, sound == 0 ? 0 : (double) taken.count(name) / sound));
    return new TableCheck(
        batch.table(),
        batch.files().size(),
        taken.count("rows"),
        taken.count("rows") - sound,
        Refusals.commonest(taken.items("kinds"), views.malformedLines(), 0, contract),
        taken.count("warned"),
        sound - taken.count("keys"),
        strangers(rows, contract),
        filled,
        contract.columnNames().stream().filter(name -> !given.contains(name)).toList());
  }

  private static Figures.Taken taken(Dataset<Row> rows, List<String> given) {
    return new Figures.Taken(rows.agg(count(lit(1)).as("rows"), figures(given)).head());
  }

  private static Column[] figures(List<String> given) {
    Column sound = CanonicalRows.isSound();
    List<Column> figures = new ArrayList<>();
    figures.add(count_if(sound).as("sound"));
    figures.add(count_if(sound.and(size(col(CanonicalRows.WARNINGS)).gt(0))).as("warned"));
    figures.add(count_distinct(when(sound, col(CanonicalRows.ROW_KEY))).as("keys"));
    figures.add(
        call_function("approx_top_k", Refusals.kind(), lit(KINDS_COUNTED), lit(KINDS_COUNTED))
            .as("kinds"));
    given.forEach(name -> figures.add(count_if(sound.and(col(name).isNotNull())).as(name)));
    return figures.toArray(Column[]::new);
  }

  /** The contract's columns that the SELECT yields, or the hash of what it yields. */
  private static List<String> given(Dataset<Row> selected, Contract contract) {
    List<String> yielded = List.of(selected.columns());
    return contract.columns().stream()
        .filter(
            column ->
                yielded.contains(column.name())
                    || (column.hashedFrom() != null && yielded.contains(column.hashedFrom())))
        .map(dev.bellwether.platform.contract.Column::name)
        .toList();
  }

  private Optional<Strangers> strangers(Dataset<Row> rows, Contract contract) {
    boolean isOfAccounts =
        !contract.name().equals(Tables.ACCOUNTS)
            && contract.column(ACCOUNT_ID).isPresent()
            && source.tables().containsKey(Tables.ACCOUNTS);
    if (!isOfAccounts) {
      return Optional.empty();
    }
    if (accounts.isEmpty()) {
      accounts = knownAccounts();
    }
    return accounts.map(
        known ->
            strangers(
                rows.where(CanonicalRows.isSound().and(col(ACCOUNT_ID).isNotNull()))
                    .select(ACCOUNT_ID)
                    .join(broadcast(known), new String[] {ACCOUNT_ID}, "left_anti")));
  }

  private static Strangers strangers(Dataset<Row> unknown) {
    Dataset<Row> perAccount = unknown.groupBy(ACCOUNT_ID).agg(count(lit(1)).as("rows"));
    Row all = perAccount.agg(coalesce(sum("rows"), lit(0L)), count(lit(1))).head();
    Map<String, Long> largest = new LinkedHashMap<>();
    perAccount
        .orderBy(col("rows").desc(), col(ACCOUNT_ID))
        .limit(STRANGERS_NAMED)
        .collectAsList()
        .forEach(row -> largest.put(row.getString(0), row.getLong(1)));
    return new Strangers(all.getLong(0), all.getLong(1), largest);
  }

  private Optional<Dataset<Row>> knownAccounts() {
    return batch(Tables.ACCOUNTS)
        .map(
            batch -> {
              Contract contract = Contracts.of(Tables.ACCOUNTS);
              InputViews views = new InputViews(spark, source, batch, Set.of());
              return KeptRows.of(
                  canonical(selected(views, batch, contract), batch, contract)
                      .where(CanonicalRows.isSound())
                      .select(ACCOUNT_ID)
                      .distinct());
            });
  }

  private Dataset<Row> selected(InputViews views, Batch batch, Contract contract) {
    String where = where(batch.table());
    return new SelectedColumns(where, contract, arrival(batch, contract))
        .checked(views.select(where));
  }

  private Dataset<Row> canonical(Dataset<Row> selected, Batch batch, Contract contract) {
    return new CanonicalRows(
            contract, arrival(batch, contract), settings.timeZone(), settings.privacy().hashKey())
        .of(selected, false);
  }

  private ArrivalRule arrival(Batch batch, Contract contract) {
    Source.Input input = source.inputs().get(batch.input());
    return new ArrivalRule(input.arrival(), contract, settings.timeZone(), asOf, null);
  }

  /** All files of a table as one batch; none where there is no file, which may be right. */
  private Optional<Batch> batch(String table) {
    return BatchPlan.of(
            spark.sparkContext().hadoopConfiguration(),
            source,
            table,
            List.of(),
            Optional.empty(),
            asOf,
            null)
        .batches()
        .stream()
        .findFirst();
  }

  private String where(String table) {
    return "source " + source.name() + ", table " + table;
  }
}
