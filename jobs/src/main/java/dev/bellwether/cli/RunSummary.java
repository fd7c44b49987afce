package dev.bellwether.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a run did, as {@code --summary-json} writes it. It holds numbers, names of tables and kinds
 * of reasons, and no row; only the message of a failure may quote one.
 *
 * @param status {@code published}, {@code verified} (all of it was published before, and is the
 *     same) or {@code failed}
 * @param exitCode what the process ends with
 * @param message why it failed; null when it did not
 * @param seconds how long it took
 * @param cpuSeconds CPU time of this process meanwhile; on a cluster that of the driver
 * @param asOfDates the dates that were asked for
 * @param observationPoints the month-ends that were computed along
 * @param phases the parts of the run that were begun, in order
 * @param inputs the batches that were ingested
 * @param totals their sums
 * @param steps the steps that ended
 * @param publications what became of each date; none of a run that failed
 * @param current the publication that readers find now; null where there is none
 * @param alertsTold alerts that reached somebody; null where {@code alerts.to} is none
 * @param page the page that people open; null where there is none
 * @param log the run's log file; null where there is none
 */
record RunSummary(
    String runId,
    String source,
    String home,
    String codeVersion,
    String configHash,
    String status,
    int exitCode,
    String message,
    Instant startedAt,
    Instant finishedAt,
    double seconds,
    double cpuSeconds,
    List<LocalDate> asOfDates,
    List<LocalDate> observationPoints,
    List<Phase> phases,
    List<Input> inputs,
    Totals totals,
    List<Step> steps,
    List<Publication> publications,
    String current,
    Integer alertsTold,
    String page,
    String log) {
  static final String FAILED = "failed";

  /**
   * A part of the run: {@code ingest}, {@code compute} or {@code publish}.
   *
   * @param cpuSeconds CPU time of this process meanwhile
   */
  record Phase(String phase, double seconds, double cpuSeconds) {}

  /**
   * A batch: {@code rowsIn = accepted + duplicates + quarantined}.
   *
   * @param deleted keys that are gone since the snapshot before
   * @param warned sound rows with a warning against them
   * @param reasons the commonest kinds of reasons why rows were refused, with how many
   * @param warnings what is odd about the batch as a whole, with how many rows or keys
   */
  record Input(
      String table,
      long rowsIn,
      long accepted,
      long duplicates,
      long quarantined,
      long deleted,
      long warned,
      Map<String, Long> reasons,
      Map<String, Long> warnings) {}

  /** The sums of all batches. */
  record Totals(long rowsIn, long accepted, long duplicates, long quarantined, long warned) {}

  /**
   * A step that ended.
   *
   * @param rows what it wrote, by table
   * @param seconds how long it took; steps run side by side
   * @param cpuSeconds CPU time of its tasks, on all machines
   */
  record Step(String step, Map<String, Long> rows, double seconds, double cpuSeconds) {}

  /**
   * What became of a date.
   *
   * @param status {@code published}, {@code verified} or {@code republished}
   * @param tables how many tables it has
   * @param rows how many rows they have
   */
  record Publication(
      String id, LocalDate asOfDate, int revision, String status, int tables, long rows) {}
}
