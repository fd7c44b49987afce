package dev.bellwether.cli;

import dev.bellwether.pipeline.Pipeline;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.SharingSettings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.LocalFolder;
import dev.bellwether.platform.warehouse.TaskCpu;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import dev.bellwether.publish.Sharing;
import dev.bellwether.report.RiskReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs of one home in one process: opens Spark once, runs, and tells what came of it. */
public final class Job implements AutoCloseable {
  /** Keys that say where and how, not what: they change no number. */
  private static final Set<String> NOT_HASHED = Set.of("home", "source.path", "privacy.hash_key");

  private static final List<String> WHERE_AND_HOW =
      List.of("spark.", "log.", "metrics.", "alerts.", "publish.");

  private final Configuration configuration;
  private final Console console;
  private final RunReports reports;
  private final Clock clock = Clock.systemUTC();
  private final long start = System.nanoTime();
  private final OpenHome home;
  private final Warehouse warehouse;
  private Map<String, Dataset<Row>> lastTables;
  private LocalDate last;
  private Optional<String> page = Optional.empty();

  private Job(Configuration configuration, Console console, RunReports reports) {
    this.configuration = configuration;
    this.console = console;
    this.reports = reports;
    this.home = OpenHome.of(configuration.settings());
    this.warehouse = home.warehouse();
  }

  /** Opens Spark for a home. */
  public static Job open(Configuration configuration, Console console) {
    return open(configuration, console, Optional.empty());
  }

  /** The same, with a file into which each run writes what it did. */
  static Job open(Configuration configuration, Console console, Optional<Path> summary) {
    Optional<Path> metrics = configuration.settings().log().metricsFile();
    return new Job(configuration, console, new RunReports(summary, metrics, console));
  }

  /** Publishes dates. */
  public void run(List<LocalDate> dates, boolean republish) {
    String runId = runId();
    try (RunLog log = RunLog.open(configuration, runId);
        TaskCpu cpu = TaskCpu.of(warehouse)) {
      RunRecord record = new RunRecord(identity(runId), dates, console, clock);
      try {
        List<Published> results = publish(runId, dates, republish, record);
        PublicationId newest = results.get(results.size() - 1).id();
        page = Publications.read(warehouse).location(newest, RiskReport.PAGE);
        Optional<Integer> told = new NightTold(configuration, console).published(newest);
        reports.write(() -> record.published(results, around(cpu, told, log)));
      } catch (RuntimeException | Error e) {
        log.failed(e);
        Optional<Integer> told =
            new NightTold(configuration, console).failed(dates.get(dates.size() - 1), e);
        log.file().ifPresent(file -> console.line("The log of this run: " + file));
        reports.write(() -> record.failed(e, around(cpu, told, log)));
        throw e;
      }
    }
  }

  private List<Published> publish(
      String runId, List<LocalDate> dates, boolean republish, RunRecord record) {
    Source source = configuration.source().orElseThrow();
    warnOfExpiredOverrides(dates.get(dates.size() - 1));
    share();
    Pipeline pipeline = new Pipeline(warehouse, configuration.settings(), clock, record);
    Pipeline.Result result =
        pipeline.run(
            new Pipeline.Request(runId, source, dates, republish, configHash(), Version.ofCode()));
    for (Published one : result.published()) {
      long rows = one.tables().values().stream().mapToLong(content -> content.rows()).sum();
      console.line(
          String.format(
              Locale.ROOT,
              "  %-24s %s, %d tables, %,d rows",
              one.id(),
              one.status().name().toLowerCase(Locale.ROOT),
              one.tables().size(),
              rows));
    }
    last = dates.get(dates.size() - 1);
    lastTables = result.tables();
    return result.published();
  }

  private RunRecord.Identity identity(String runId) {
    return new RunRecord.Identity(
        runId,
        configuration.source().orElseThrow().name(),
        warehouse.home(),
        Version.ofCode(),
        configHash());
  }

  private RunRecord.Around around(TaskCpu cpu, Optional<Integer> alertsTold, RunLog log) {
    return new RunRecord.Around(
        cpu::seconds,
        Publications.read(warehouse).current(),
        alertsTold,
        page,
        log.file().map(Path::toString));
  }

  private void share() {
    SharingSettings sharing = configuration.sharing();
    if (!sharing.isSet()) {
      return;
    }
    Path folder =
        LocalFolder.of(warehouse.home())
            .orElseThrow(
                () ->
                    BellwetherException.configuration(
                        "publish.group and publish.mode are for homes on a disk",
                        warehouse.home() + " is none",
                        "drop them, and say in that storage who may read"));
    for (Path closed : Sharing.apply(folder, sharing)) {
      console.line(
          "warning: who may read what is published cannot enter " + closed + ", which is above it");
    }
  }

  private void warnOfExpiredOverrides(LocalDate date) {
    for (Scorecard scorecard : configuration.settings().scorecards().all()) {
      for (Scorecard.ScoreOverride override : scorecard.expired(date)) {
        console.line(
            String.format(
                "warning: override %s of scorecard %s expired on %s",
                override.name(), scorecard.name(), override.expires()));
      }
    }
  }

  /** Tells where the results are and who is most at risk. */
  public void summarise() {
    double seconds = (System.nanoTime() - start) / 1e9;
    new Summary(warehouse.home(), lastTables, page, console).print(last, seconds);
  }

  private String runId() {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .format(clock.instant().atOffset(ZoneOffset.UTC));
    return time + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private String configHash() {
    StringBuilder text = new StringBuilder(configuration.settings().scorecards().toString());
    configuration.values().stream()
        .filter(
            value ->
                !NOT_HASHED.contains(value.key())
                    && WHERE_AND_HOW.stream().noneMatch(value.key()::startsWith))
        .forEach(value -> text.append('\n').append(value.key()).append('=').append(value.shown()));
    return Sha256.of(text.toString());
  }

  @Override
  public void close() {
    home.close();
  }
}
