package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Parallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Publishes as-of dates of tables as immutable Parquet folders in {@code HOME/published/}.
 *
 * <p>All dates are hashed, exported and checked before the first of them becomes visible; whatever
 * fails before leaves the home as it was.
 */
public final class Publisher {
  private static final Parallel TABLES_AT_ONCE = new Parallel(4);

  private final Function<Contract, Dataset<Row>> source;
  private final PublicationCheck check;
  private final NightFiles files;
  private final Storage storage;
  private final Release release;
  private final Publications publications;

  /**
   * Publishes tables from anywhere.
   *
   * @param home the folder or URI that holds the publications
   * @param source gives all rows of a table
   * @param check what must hold between the tables
   * @param files makes what the last date's publication holds beside its tables
   */
  public Publisher(
      SparkSession spark,
      String home,
      Function<Contract, Dataset<Row>> source,
      PublicationCheck check,
      NightFiles files) {
    this.files = files;
    this.source = source;
    this.check = check;
    this.storage = Storage.of(home, spark.sessionState().newHadoopConf());
    this.release = new Release(storage);
    this.publications = new Publications(storage);
  }

  /**
   * Publishes the dates of a request that were not published yet, and verifies the others.
   *
   * @return one result for each date, in order
   * @throws BellwetherException when a check fails, or when rows of a published date have changed
   *     and the request does not ask to republish
   */
  public List<Published> publish(PublicationRequest request) {
    release.requireCurrent(request.startedFrom());
    release.removeLeftovers();
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    request.tables().forEach(table -> tables.put(table.name(), source.apply(table)));
    Map<LocalDate, Map<String, Content>> contents = contents(request, tables);
    PublicationPlan plan = PublicationPlan.of(publications, contents, request);
    if (!plan.toWrite().isEmpty()) {
      check.check(tables, plan.toWrite().keySet());
      write(request, tables, contents, plan.toWrite());
    }
    List<Published> results = plan.results(publications, contents);
    results.stream()
        .map(Published::id)
        .max(PublicationId::compareTo)
        .ifPresent(latest -> release.makeCurrent(latest, request.startedFrom()));
    return results;
  }

  private static Map<LocalDate, Map<String, Content>> contents(
      PublicationRequest request, Map<String, Dataset<Row>> tables) {
    Map<LocalDate, Map<String, Content>> contents =
        ContentHash.perDate(
            request.tables().stream()
                .map(table -> new ContentHash.Source(table, tables.get(table.name())))
                .toList(),
            request.dates());
    for (Contract table : request.tables()) {
      contents.forEach(
          (date, ofDate) ->
              requireUniqueKeys(tables.get(table.name()), table, date, ofDate.get(table.name())));
    }
    return contents;
  }

  private static void requireUniqueKeys(
      Dataset<Row> rows, Contract table, LocalDate date, Content content) {
    if (content.duplicateKeys() == 0) {
      return;
    }
    Column[] key = table.key().stream().map(name -> col(name)).toArray(Column[]::new);
    String examples =
        Dates.only(rows, List.of(date))
            .groupBy(key)
            .agg(count(lit(1)).as("rows"))
            .where("rows > 1")
            .orderBy(key)
            .limit(IntegrityChecks.EXAMPLES)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .collect(Collectors.joining(", "));
    throw BellwetherException.data(
        table.name() + " has " + content.duplicateKeys() + " rows too many for " + date,
        "several rows share the key "
            + table.key()
            + "; the first of them, with their number: "
            + examples,
        "report this as a bug: a step joined in a way that multiplies rows");
  }

  private void write(
      PublicationRequest request,
      Map<String, Dataset<Row>> tables,
      Map<LocalDate, Map<String, Content>> contents,
      Map<LocalDate, PublicationId> ids) {
    String folder = Release.temporaryFolder(request.runId());
    storage.makeFolder(folder);
    try {
      List<Map<LocalDate, Manifest.Table>> written =
          TABLES_AT_ONCE.map(
              request.tables(),
              table -> export(folder, tables.get(table.name()), table, contents, ids));
      List<ExportedNight> nights = nights(request, folder, written, ids);
      Map<String, Manifest.OtherFile> made = filesOfTheLast(request, folder, nights);
      release.requireCurrent(request.startedFrom());
      for (ExportedNight night : nights) {
        boolean last = night.asOfDate().equals(request.lastDate());
        release.complete(
            folder + "/" + night.asOfDate(),
            request.manifest(night.id(), night.tables(), last ? made : Map.of()));
      }
      storage.delete(folder);
    } catch (RuntimeException e) {
      deleteAfter(e, folder);
      throw e;
    }
  }

  private List<ExportedNight> nights(
      PublicationRequest request,
      String folder,
      List<Map<LocalDate, Manifest.Table>> written,
      Map<LocalDate, PublicationId> ids) {
    List<ExportedNight> nights = new ArrayList<>();
    ids.forEach(
        (date, id) -> {
          Map<String, Manifest.Table> tables = new TreeMap<>();
          for (int i = 0; i < written.size(); i++) {
            tables.put(request.tables().get(i).name(), written.get(i).get(date));
          }
          nights.add(new ExportedNight(storage, folder + "/" + date, id, tables));
        });
    return nights;
  }

  private Map<String, Manifest.OtherFile> filesOfTheLast(
      PublicationRequest request, String folder, List<ExportedNight> nights) {
    Map<String, Manifest.OtherFile> made = new TreeMap<>();
    nights.stream()
        .filter(night -> night.asOfDate().equals(request.lastDate()))
        .forEach(
            night ->
                files.make(
                    night,
                    nights,
                    (path, content) -> {
                      storage.write(folder + "/" + night.asOfDate() + "/" + path, content);
                      made.put(
                          path,
                          new Manifest.OtherFile(
                              content.length, new Sha256().add(content).finish()));
                    }));
    return made;
  }

  // the failure is what counts; what is left behind goes with the next run
  private void deleteAfter(RuntimeException failure, String folder) {
    try {
      storage.delete(folder);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Map<LocalDate, Manifest.Table> export(
      String folder,
      Dataset<Row> rows,
      Contract table,
      Map<LocalDate, Map<String, Content>> contents,
      Map<LocalDate, PublicationId> ids) {
    Map<LocalDate, Long> rowCounts = new TreeMap<>();
    ids.keySet().forEach(d -> rowCounts.put(d, contents.get(d).get(table.name()).rows()));
    FooterCheck footers = new FooterCheck(storage);
    Map<LocalDate, Manifest.Table> written = new TreeMap<>();
    new Export(storage, folder)
        .write(rows, table, rowCounts)
        .forEach(
            (date, files) -> {
              Content content = contents.get(date).get(table.name());
              List<Manifest.DataFile> checked =
                  footers.checkWritten(
                      folder + "/" + date, new ArrayList<>(files), table, date, content.rows());
              written.put(
                  date,
                  new Manifest.Table(
                      content.rows(), content.hash(), checked, Manifest.Field.of(table)));
            });
    return written;
  }
}
