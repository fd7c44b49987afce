package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process, for what needs Spark and ends with it. */
class CommandLineIT {
  @TempDir Path home;

  @Test
  void aMissingSourceFolderEndsWithTwoAndSaysWhereItLooked() throws Exception {
    Launched missing =
        Launched.run(
            "run",
            "--source",
            "ravenstack",
            "--as-of",
            "2024-12-31",
            "--home",
            home.toString(),
            "--set",
            "source.path=" + home.resolve("nowhere"),
            "--quiet");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.output()).contains("has no file", "nowhere", "source.path");
  }

  @Test
  void aBacktestWritesItsFilesAndStrictlyEndsWithOneOnAWarning() throws Exception {
    Path table = home.resolve("few.csv");
    StringBuilder rows = new StringBuilder("usage,churned\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 7).append(i % 12 == 0 ? ",yes\n" : ",no\n");
    }
    Files.writeString(table, rows);
    Path out = home.resolve("out");
    Launched result = backtest(table, "churned", out, "--strict");
    assertThat(result.output()).contains("WARNING: too few outcomes", "* base_rate");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(out.resolve("metrics.json")).exists();
    Launched wrong = backtest(table, "chured", out, "--seed=1");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.output()).contains("did you mean churned").doesNotContain("\tat ");
  }

  private static Launched backtest(Path table, String label, Path out, String option)
      throws Exception {
    return Launched.run(
        "backtest",
        "--features",
        table.toString(),
        "--label",
        label,
        "--out",
        out.toString(),
        option);
  }
}
