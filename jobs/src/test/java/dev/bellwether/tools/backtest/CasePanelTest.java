package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The panel among the cases from the field; skipped where they are not at hand. */
class CasePanelTest extends SparkTest {
  private static final Path CASES = Path.of("../../shared/cases");

  @Test
  void monthsAsNumbersAreReadAsMonthsAsTextAre(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(CASES), "the cases are not at " + CASES);
    String script = CASES.resolve("make_panel.py").toString();
    assertThat(
            new ProcessBuilder("python3", script, folder.toString()).inheritIO().start().waitFor())
        .isZero();

    BacktestResult numbers = judged(folder, "period", "period_text");
    BacktestResult texts = judged(folder, "period_text", "period");

    assertThat(numbers.rows()).isEqualTo(3600);
    assertThat(numbers.split()).contains("judged from then on", "2025-", "up to 31 days before");
    assertThat(numbers.split()).isEqualTo(texts.split());
    assertThat(numbers.evaluations().get(numbers.champion()).auc().value())
        .isGreaterThan(0.75)
        .isEqualTo(texts.evaluations().get(texts.champion()).auc().value());
  }

  private static BacktestResult judged(Path folder, String time, String otherTime) {
    return new Backtest(
            new BacktestRequest(
                List.of(folder.resolve("panel.csv").toString()),
                "churned",
                Optional.empty(),
                Optional.of("account"),
                new BacktestRequest.InTime(time, 31),
                List.of(otherTime, "us"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                1))
        .run(spark());
  }
}
