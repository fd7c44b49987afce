package dev.bellwether.pipeline;

import dev.bellwether.ingest.Ingest;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.platform.warehouse.JobDescription;
import dev.bellwether.platform.warehouse.StorageFailure;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.IntegrityChecks;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.PublicationRequest;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import dev.bellwether.publish.Publisher;
import dev.bellwether.report.RiskReport;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A run: ingest what is new, compute every table for the as-of dates, check and publish. */
public final class Pipeline {
  private final Warehouse warehouse;
  private final Settings settings;
  private final InstantSource clock;
  private final RunListener listener;

  /**
   * @param clock only read for what the ledger and the manifests record
   */
  public Pipeline(
      Warehouse warehouse, Settings settings, InstantSource clock, RunListener listener) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * What is to be run.
   *
   * @param runId the run's name in the ledger
   * @param source the source
   * @param dates the as-of dates to publish, ascending
   * @param republish whether a published date whose rows differ now gets a new revision
   * @param configHash identifies the effective configuration
   * @param codeVersion identifies the code
   */
  public record Request(
      String runId,
      Source source,
      List<LocalDate> dates,
      boolean republish,
      String configHash,
      String codeVersion) {}

  /**
   * What came of a run.
   *
   * @param published what became of each date
   * @param tables the tables that it made, by name, as computed
   */
  public record Result(List<Published> published, Map<String, Dataset<Row>> tables) {}

  /**
   * Runs a request.
   *
   * @throws BellwetherException when the user can mend it; nothing is published then
   */
  public Result run(Request request) {
    try (HomeLock held = HomeLock.take(warehouse.home(), warehouse.hadoop())) {
      warehouse.makeFolder();
      Instant started = clock.instant();
      Publications publications = Publications.read(warehouse);
      RunLedger ledger = new RunLedger(warehouse, publications.withdrawnDates());
      try {
        return run(request, publications, ledger, started, held);
      } catch (BellwetherException e) {
        recordFailure(request, ledger, started, e);
        throw e;
      } catch (RuntimeException | Error e) {
        Optional<BellwetherException> told = StorageFailure.of(warehouse.home(), e);
        if (told.isPresent()) {
          throw told.get();
        }
        throw e;
      }
    }
  }

  private void recordFailure(
      Request request, RunLedger ledger, Instant started, BellwetherException failure) {
    try {
      ledger.record(
          entry(request, RunLedger.FAILED, started, List.of(), Map.of(), failure.getMessage()),
          List.of());
    } catch (RuntimeException | Error e) {
      // a full disk takes no row either: what is told is why the run failed
      failure.addSuppressed(e);
    }
  }

  private Result run(
      Request request,
      Publications publications,
      RunLedger ledger,
      Instant started,
      HomeLock held) {
    PublicationLedger published = PublicationLedger.open(warehouse);
    settle(request, publications, published, ledger);
    Optional<PublicationId> current = publications.current();
    begin("ingest", held);
    Ingest.Result ingested = ingest(request, publications);
    Set<LocalDate> completed = ledger.completedDates();
    Map<String, LocalDate> completeFrom = historyCompleteFrom(request.source());
    String beginning = ObservationPoints.beginning(request.source());
    LocalDate start =
        ObservationPoints.historyStart(
            beginning, warehouse.read(beginning), completeFrom.get(beginning), request.dates());
    List<LocalDate> observed = ObservationPoints.missing(start, request.dates(), completed);
    listener.dates(request.dates(), observed);
    begin("compute", held);
    LocalDate last = request.dates().get(request.dates().size() - 1);
    Rollups rollups = Rollups.found(warehouse, ingested, ledger.completedThrough(), last);
    StepRunner runner =
        new StepRunner(
            warehouse,
            settings,
            union(request.dates(), observed),
            completed,
            rollups,
            completeFrom,
            unmapped(request.source()),
            ingested.oneVersion());
    List<RunLedger.StepRun> steps =
        new PlanRunner(Plan.STEPS, warehouse, listener)
            .run(runner, settings.spark().parallelSteps());
    JobDescription.during(warehouse.spark(), "check keys", runner::requireUniqueKeys);
    runner.close();
    begin("publish", held);
    PublicationRequest wanted = wanted(request, published.ids(), current, observed);
    List<Published> results = publish(wanted, runner.made());
    ledger.record(
        entry(request, RunLedger.PUBLISHED, started, observed, ingested.lastBatch(), null), steps);
    published.record(request.runId(), wanted.publishedAt(), results);
    return new Result(results, runner.made());
  }

  /** Finishes what runs and withdrawals that were killed have left undone. */
  private void settle(
      Request request, Publications publications, PublicationLedger published, RunLedger ledger) {
    Withdrawals.settle(warehouse, publications);
    published.reconcile(publications, ledger, request.source().name());
    publications.pointToLatest();
  }

  private void begin(String phase, HomeLock held) {
    held.requireHeld();
    listener.phase(phase);
    warehouse.spark().sparkContext().setJobDescription(phase);
  }

  private Ingest.Result ingest(Request request, Publications publications) {
    Optional<LocalDate> lastPublished =
        publications.ids().stream().map(PublicationId::asOfDate).max(LocalDate::compareTo);
    return new Ingest(warehouse, settings, request.source())
        .run(
            request.runId(),
            request.dates().get(0),
            lastPublished,
            clock.instant(),
            listener::ingested);
  }

  private PublicationRequest wanted(
      Request request,
      Set<PublicationId> recorded,
      Optional<PublicationId> startedFrom,
      List<LocalDate> observed) {
    return new PublicationRequest(
        request.runId(),
        clock.instant(),
        request.configHash(),
        request.codeVersion(),
        request.dates(),
        observed,
        publishedTables(),
        request.republish(),
        recorded,
        startedFrom);
  }

  private List<Published> publish(PublicationRequest wanted, Map<String, Dataset<Row>> made) {
    return new Publisher(
            warehouse.spark(),
            warehouse.home(),
            table -> made.getOrDefault(table.name(), warehouse.read(table.name())),
            (tables, dates) -> IntegrityChecks.check(withFeatures(tables, made), dates),
            new RiskReport(warehouse.home(), settings, warehouse.hadoop()))
        .publish(wanted);
  }

  /** Features are not published, but every account of theirs must be in what is. */
  private static Map<String, Dataset<Row>> withFeatures(
      Map<String, Dataset<Row>> tables, Map<String, Dataset<Row>> made) {
    Map<String, Dataset<Row>> all = new HashMap<>(tables);
    Optional.ofNullable(made.get(Tables.ACCOUNT_FEATURES))
        .ifPresent(features -> all.put(Tables.ACCOUNT_FEATURES, features));
    return all;
  }

  /** The tables that a night publishes: the marts with one slice per as-of date. */
  private List<Contract> publishedTables() {
    return Contracts.all().stream()
        .filter(contract -> contract.layer().equals("marts") && contract.isPerAsOfDate())
        .filter(contract -> warehouse.exists(contract.name()))
        .toList();
  }

  private RunLedger.Run entry(
      Request request,
      String status,
      Instant started,
      List<LocalDate> observed,
      Map<String, Long> inputVersions,
      String message) {
    return new RunLedger.Run(
        request.runId(),
        request.dates(),
        request.source().name(),
        status,
        started,
        clock.instant(),
        request.configHash(),
        request.codeVersion(),
        observed,
        Json.line(new TreeMap<>(inputVersions)),
        message);
  }

  private static Map<String, LocalDate> historyCompleteFrom(Source source) {
    Map<String, LocalDate> from = new HashMap<>();
    source
        .tables()
        .forEach(
            (table, mapping) -> {
              if (mapping.historyCompleteFrom() != null) {
                from.put(table, mapping.historyCompleteFrom());
              }
            });
    return from;
  }

  private static Map<String, Set<String>> unmapped(Source source) {
    Map<String, Set<String>> unmapped = new HashMap<>();
    source
        .tables()
        .forEach(
            (table, mapping) ->
                unmapped.put(
                    table,
                    Contracts.of(table).columnNames().stream()
                        .filter(column -> !mapping.mayGive(column))
                        .collect(Collectors.toSet())));
    return unmapped;
  }

  private static List<LocalDate> union(List<LocalDate> one, List<LocalDate> other) {
    Set<LocalDate> all = new TreeSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
