package dev.bellwether.cli;

import dev.bellwether.ingest.IngestedBatch;
import dev.bellwether.pipeline.RunListener;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a run's progress, a line for each thing done. */
public final class Console implements RunListener {
  private final PrintWriter out;
  private final boolean quiet;

  public Console(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  /** A line for people, unless all is to be quiet. */
  public synchronized void line(String text) {
    RunLog.CONSOLE.info(text);
    if (!quiet) {
      out.println(text);
      out.flush();
    }
  }

  @Override
  public void phase(String name) {
    RunLog.phase(name);
    line(name);
  }

  @Override
  public void ingested(IngestedBatch batch) {
    line(
        String.format(
            Locale.ROOT,
            "  %-24s %,12d rows in = %,d accepted + %,d duplicates + %,d quarantined",
            batch.table(),
            batch.rowsIn(),
            batch.accepted(),
            batch.duplicates(),
            batch.quarantined()));
    batch
        .reasons()
        .forEach((reason, rows) -> line(String.format(Locale.ROOT, "    %,d: %s", rows, reason)));
    batch
        .warnings()
        .forEach((reason, rows) -> line(String.format(Locale.ROOT, "    %,d: %s", rows, reason)));
    batch
        .unresolved()
        .forEach((id, rows) -> line(String.format(Locale.ROOT, "      %,d of %s", rows, id)));
  }

  @Override
  public void dates(List<LocalDate> requested, List<LocalDate> observationPoints) {
    String along =
        observationPoints.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", and %d month-ends since %s to learn from",
                observationPoints.size(),
                observationPoints.get(0));
    line(
        String.format(
            Locale.ROOT,
            "as of %s%s%s",
            requested.get(requested.size() - 1),
            requested.size() == 1 ? "" : " and " + (requested.size() - 1) + " earlier dates",
            along));
  }

  @Override
  public void stepDone(String step, Map<String, Long> rows, double seconds) {
    String tables =
        rows.entrySet().stream()
            .map(
                table ->
                    table.getKey().equals(step)
                        ? String.format(Locale.ROOT, "%,d rows", table.getValue())
                        : String.format(
                            Locale.ROOT, "%,d rows of %s", table.getValue(), table.getKey()))
            .collect(Collectors.joining(", "));
    line(String.format(Locale.ROOT, "  %-24s %5.1f s  %s", step, seconds, tables));
  }
}
