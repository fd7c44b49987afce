package dev.bellwether.cli;

import dev.bellwether.ingest.IngestedBatch;
import dev.bellwether.pipeline.RunListener;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Published;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Gathers what a run does while it shows it to people. */
final class RunRecord implements RunListener {
  /** The codes of errors that nobody but us can mend. */
  private static final int INTERNAL = 3;

  /** What is known of a run before it begins. */
  record Identity(
      String runId, String source, String home, String codeVersion, String configHash) {}

  /** What is asked once, when the run has ended. */
  record Around(
      Supplier<Map<String, Double>> taskCpu,
      Optional<PublicationId> current,
      Optional<Integer> alertsTold,
      Optional<String> page,
      Optional<String> log) {}

  private final Identity run;
  private final List<LocalDate> dates;
  private final RunListener shown;
  private final InstantSource clock;
  private final Instant startedAt;
  private final List<Mark> marks = new ArrayList<>();
  private final List<RunSummary.Input> inputs = new ArrayList<>();
  private final List<StepDone> steps = new ArrayList<>();
  private List<LocalDate> observationPoints = List.of();

  /** A moment, and how much the process had worked by then. */
  private record Mark(String phase, long nanos, double cpu) {
    static Mark now(String phase) {
      return new Mark(phase, System.nanoTime(), ProcessCpu.seconds());
    }

    double secondsUntil(Mark end) {
      return rounded((end.nanos - nanos) / 1e9);
    }

    double cpuUntil(Mark end) {
      return rounded(end.cpu - cpu);
    }
  }

  private record StepDone(String step, Map<String, Long> rows, double seconds) {}

  /**
   * A run that begins now.
   *
   * @param dates the as-of dates that it is asked for
   * @param shown is told all that this is told
   */
  RunRecord(Identity run, List<LocalDate> dates, RunListener shown, InstantSource clock) {
    this.run = run;
    this.dates = List.copyOf(dates);
    this.shown = shown;
    this.clock = clock;
    this.startedAt = clock.instant();
    marks.add(Mark.now(""));
  }

  @Override
  public synchronized void phase(String name) {
    marks.add(Mark.now(name));
    shown.phase(name);
  }

  @Override
  public synchronized void ingested(IngestedBatch batch) {
    inputs.add(
        new RunSummary.Input(
            batch.table(),
            batch.rowsIn(),
            batch.accepted(),
            batch.duplicates(),
            batch.quarantined(),
            batch.counts().deleted(),
            batch.counts().warned(),
            batch.reasons(),
            batch.warnings()));
    shown.ingested(batch);
  }

  @Override
  public synchronized void dates(List<LocalDate> requested, List<LocalDate> along) {
    observationPoints = List.copyOf(along);
    shown.dates(requested, along);
  }

  @Override
  public synchronized void stepDone(String step, Map<String, Long> rows, double seconds) {
    steps.add(new StepDone(step, Map.copyOf(rows), seconds));
    shown.stepDone(step, rows, seconds);
  }

  /** The run, when all its dates are published or verified. */
  RunSummary published(List<Published> results, Around around) {
    boolean isNew = results.stream().anyMatch(one -> one.status() != Published.Status.VERIFIED);
    String status = inSmall(isNew ? Published.Status.PUBLISHED : Published.Status.VERIFIED);
    return summary(status, 0, null, results.stream().map(RunRecord::publication).toList(), around);
  }

  /** The run, when it has failed. */
  RunSummary failed(Throwable failure, Around around) {
    int exitCode = failure instanceof BellwetherException told ? told.kind().exitCode() : INTERNAL;
    String message =
        failure instanceof BellwetherException ? failure.getMessage() : failure.toString();
    return summary(RunSummary.FAILED, exitCode, message, List.of(), around);
  }

  private synchronized RunSummary summary(
      String status,
      int exitCode,
      String message,
      List<RunSummary.Publication> publications,
      Around around) {
    Mark end = Mark.now("");
    return new RunSummary(
        run.runId(),
        run.source(),
        run.home(),
        run.codeVersion(),
        run.configHash(),
        status,
        exitCode,
        message,
        startedAt,
        clock.instant(),
        marks.get(0).secondsUntil(end),
        marks.get(0).cpuUntil(end),
        dates,
        observationPoints,
        phases(end),
        List.copyOf(inputs),
        totals(),
        steps(around.taskCpu().get()),
        publications,
        around.current().map(PublicationId::toString).orElse(null),
        around.alertsTold().orElse(null),
        around.page().orElse(null),
        around.log().orElse(null));
  }

  private List<RunSummary.Phase> phases(Mark end) {
    List<RunSummary.Phase> phases = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      Mark next = i + 1 < marks.size() ? marks.get(i + 1) : end;
      phases.add(new RunSummary.Phase(mark.phase(), mark.secondsUntil(next), mark.cpuUntil(next)));
    }
    return phases;
  }

  private RunSummary.Totals totals() {
    return new RunSummary.Totals(
        sum(RunSummary.Input::rowsIn),
        sum(RunSummary.Input::accepted),
        sum(RunSummary.Input::duplicates),
        sum(RunSummary.Input::quarantined),
        sum(RunSummary.Input::warned));
  }

  private long sum(ToLongFunction<RunSummary.Input> rows) {
    return inputs.stream().mapToLong(rows).sum();
  }

  private List<RunSummary.Step> steps(Map<String, Double> cpu) {
    return steps.stream()
        .map(
            done ->
                new RunSummary.Step(
                    done.step(),
                    done.rows(),
                    rounded(done.seconds()),
                    rounded(
                        cpu.getOrDefault(done.step(), 0.0)
                            + cpu.getOrDefault("write " + done.step(), 0.0))))
        .toList();
  }

  private static RunSummary.Publication publication(Published one) {
    return new RunSummary.Publication(
        one.id().toString(),
        one.asOfDate(),
        one.id().revision(),
        inSmall(one.status()),
        one.tables().size(),
        one.tables().values().stream().mapToLong(content -> content.rows()).sum());
  }

  private static String inSmall(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** To the millisecond. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
