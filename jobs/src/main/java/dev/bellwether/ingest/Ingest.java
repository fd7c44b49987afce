package dev.bellwether.ingest;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.warehouse.JobDescription;
import dev.bellwether.platform.warehouse.Parallel;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.platform.warehouse.Warehouse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings what is new in a source's raw files into the staging tables.
 *
 * <p>Rows are written batch by batch; quarantine, quality and warnings follow, and the ledger of
 * batches last: after a kill in between, the same call ingests the same batches again.
 */
public final class Ingest {
  private final Warehouse warehouse;
  private final Settings settings;
  private final Extracts extracts;
  private Source source;
  private final Parallel parallel;

  public Ingest(Warehouse warehouse, Settings settings, Source source) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.source = source;
    this.extracts = new Extracts(warehouse.spark(), Extracts.rootOf(warehouse.home()));
    this.parallel = new Parallel(settings.spark().parallelSteps());
  }

  /**
   * What an ingest did.
   *
   * @param batches the batches that were ingested; none when nothing was new
   * @param rebuilt the staging tables that were read anew, since their mapping changed
   * @param madeFrom by staging table the batch that it began with, which a changed mapping changes
   * @param lastBatch the number of the last batch of each staging table
   * @param oneVersion the staging tables in which no key has a second version
   */
  public record Result(
      List<IngestedBatch> batches,
      List<String> rebuilt,
      Map<String, String> madeFrom,
      Map<String, Long> lastBatch,
      Set<String> oneVersion) {}

  /**
   * Ingests the files that are new.
   *
   * @param runId the run
   * @param firstDate the first as-of date of the run: what rows "first seen" now arrive on
   * @param lastPublished the latest published as-of date: nothing new arrives before its next day
   * @param now recorded in the ledger
   * @param progress told of each batch once its rows are written
   */
  public Result run(
      String runId,
      LocalDate firstDate,
      Optional<LocalDate> lastPublished,
      Instant now,
      Consumer<IngestedBatch> progress) {
    BatchLedger ledger = BatchLedger.open(warehouse, source);
    KeyCheck.require(warehouse, settings.privacy().hashKey());
    Source given = source;
    source = extracts.landed(given);
    Erased erased = Erased.of(warehouse);
    LocalDate openFrom = lastPublished.map(date -> date.plusDays(1)).orElse(null);
    List<Callable<List<IngestedBatch>>> work = new ArrayList<>();
    long bytes = 0;
    List<String> rebuilt = new ArrayList<>();
    for (String table : source.tables().keySet()) {
      List<Batch> earlier = ledger.of(table);
      BatchPlan plan =
          BatchPlan.of(
              warehouse.spark().sparkContext().hadoopConfiguration(),
              source,
              table,
              earlier,
              warehouse.madeFrom(table),
              firstDate,
              openFrom);
      if (plan.rebuild()) {
        rebuilt.add(table);
      }
      bytes += bytes(earlier) + bytes(plan.batches());
      if (!plan.batches().isEmpty()) {
        work.add(
            () ->
                JobDescription.during(
                    warehouse.spark(),
                    "ingest " + table,
                    () -> ingest(plan, plan.rebuild() || earlier.isEmpty(), erased, progress)));
      }
    }
    Sessions.fit(warehouse.spark(), settings.spark(), bytes);
    List<IngestedBatch> batches = parallel.all(work).stream().flatMap(List::stream).toList();
    if (!batches.isEmpty()) {
      new QualityReport(warehouse, source, runId, settings).write(batches);
      ledger.commit(batches, runId, now);
    }
    KeyCheck.keep(warehouse, settings.privacy().hashKey());
    extracts.forgetReplaced(given);
    return new Result(
        batches,
        rebuilt,
        ledger.firstBatches(),
        ledger.lastNumbers(),
        oneVersion(ledger.lastNumbers()));
  }

  private static long bytes(List<Batch> batches) {
    return batches.stream().flatMap(b -> b.files().stream()).mapToLong(RawFile::bytes).sum();
  }

  /** Appended rows are never replaced, and of a first snapshot there are no earlier ones. */
  private Set<String> oneVersion(Map<String, Long> lastBatch) {
    return lastBatch.entrySet().stream()
        .filter(
            last -> {
              String input = source.tables().get(last.getKey()).from();
              return last.getValue() == 1
                  || source.inputs().get(input).mode() == Source.Mode.APPEND;
            })
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<IngestedBatch> ingest(
      BatchPlan plan, boolean startsAnew, Erased erased, Consumer<IngestedBatch> progress) {
    List<IngestedBatch> ingested = new ArrayList<>();
    Batch last = plan.batches().get(plan.batches().size() - 1);
    if (startsAnew) {
      warehouse.setMadeFrom(last.table(), Warehouse.UNFINISHED);
    }
    for (Batch batch : plan.batches()) {
      boolean first = startsAnew && ingested.isEmpty();
      IngestedBatch done = new BatchIngest(warehouse, settings, source, batch, erased).run(first);
      progress.accept(done);
      ingested.add(done);
    }
    if (startsAnew) {
      warehouse.setMadeFrom(last.table(), last.mappingHash());
    }
    return ingested;
  }
}
