package dev.bellwether.cli;

import dev.bellwether.platform.files.WholeFile;
import dev.bellwether.platform.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where what a run did is written for programs, each file at once and whole. A file that cannot be
 * written is a warning: what was published stays so.
 *
 * @param summary the file that {@code --summary-json} names
 * @param metrics the file that {@code metrics.file} names
 */
record RunReports(Optional<Path> summary, Optional<Path> metrics, Console console) {

  /**
   * Writes the files that are asked for.
   *
   * @param run asked for only where there is one
   */
  void write(Supplier<RunSummary> run) {
    if (summary.isEmpty() && metrics.isEmpty()) {
      return;
    }
    try {
      RunSummary done = run.get();
      metrics.ifPresent(file -> WholeFile.replace(file, RunMetrics.of(done)));
      summary.ifPresent(file -> WholeFile.replace(file, Json.write(done)));
    } catch (RuntimeException e) {
      console.line("warning: what the run did is not all written: " + e.getMessage());
    }
  }
}
