package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a backtest's four files. */
public final class BacktestFiles {
  private BacktestFiles() {}

  /** Makes sure, before anything is computed, that there is a folder to write to. */
  public static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Writes the files, for their owner only. */
  public static void write(BacktestResult result, String version, Path folder) {
    try {
      write(folder.resolve("metrics.json"), MetricsFile.of(result, version));
      write(folder.resolve("calibration.csv"), CsvFiles.calibration(result));
      write(folder.resolve("predictions.csv"), CsvFiles.predictions(result));
      write(folder.resolve("report.html"), ReportPage.of(result));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    OwnersOnly.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static BellwetherException cannotWrite(Path folder, IOException e) {
    return BellwetherException.configuration(
            "cannot write to " + folder,
            e.getClass().getSimpleName() + ": " + e.getMessage(),
            "name another --out, or make room and permissions there")
        .causedBy(e);
  }
}
