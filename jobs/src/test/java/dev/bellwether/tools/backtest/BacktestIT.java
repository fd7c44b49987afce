package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers' tables, written to files and judged whole. */
class BacktestIT extends SparkTest {
  private static final int ROWS = 1200;

  @TempDir Path folder;

  private Path table(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private BacktestRequest request(String label, String id, String time, Path... files) {
    List<String> paths = java.util.Arrays.stream(files).map(Path::toString).toList();
    BacktestRequest.Split split =
        time == null ? new BacktestRequest.ByLot(3) : new BacktestRequest.InTime(time, 0);
    return new BacktestRequest(
        paths,
        label,
        Optional.empty(),
        Optional.ofNullable(id),
        split,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        1);
  }

  private static BacktestResult run(BacktestRequest request) {
    return new Backtest(request).run(spark());
  }

  /** Customers who churn by two of their columns; each has two rows. */
  private List<String> customers(String header, String separator) {
    Random random = new Random(5);
    List<String> lines = new java.util.ArrayList<>(List.of(header.replace(",", separator)));
    for (int i = 0; i < ROWS / 2; i++) {
      double usage = random.nextGaussian();
      boolean pro = random.nextBoolean();
      double logit = -1 - 1.5 * usage + (pro ? -1 : 0.5);
      boolean churned = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      for (int month = 1; month <= 2; month++) {
        String shown = random.nextInt(10) == 0 ? "" : String.valueOf(usage);
        int day = 10 + random.nextInt(18);
        lines.add(
            String.join(
                separator,
                "=C" + i,
                "2025-0" + month + "-" + day,
                shown,
                pro ? "pro" : "basic",
                churned ? "Yes" : "No"));
      }
    }
    return lines;
  }

  @Test
  void aTableThatPredictsIsJudgedOnHeldOutRowsAndWritten() throws Exception {
    List<String> lines = customers("customer,seen,usage,plan,Churn", ",");
    Path first = table("one.csv", lines.subList(0, 801));
    List<String> rest = new java.util.ArrayList<>(lines.subList(801, lines.size()));
    rest.add(0, lines.get(0));
    rest.replaceAll(line -> line.replace(",", ";"));
    Path second = table("two.csv", rest);

    BacktestResult result = run(request("churn", "customer", null, first, second));

    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.heldOut()).extracting(HeldOut::row).doesNotHaveDuplicates().hasSize(ROWS);
    assertThat(slicesPerId(result.heldOut())).allMatch(slices -> slices == 1);
    Evaluation champion = result.evaluations().get(result.champion());
    assertThat(champion.auc().value()).isBetween(0.75, 0.92);
    assertThat(champion.ece().value()).isLessThan(2 * champion.eceNullP95());
    assertThat(result.evaluations().get("base_rate").auc().value()).isCloseTo(0.5, within(0.03));
    assertThat(result.warnings()).isEmpty();
    assertFilesSayTheSame(result);
  }

  private static List<Long> slicesPerId(List<HeldOut> rows) {
    Map<String, List<HeldOut>> byId =
        rows.stream().collect(java.util.stream.Collectors.groupingBy(HeldOut::id));
    return byId.values().stream()
        .map(each -> each.stream().map(HeldOut::slice).distinct().count())
        .toList();
  }

  private void assertFilesSayTheSame(BacktestResult result) throws IOException {
    Path out = folder.resolve("out");
    BacktestFiles.prepare(out);
    BacktestFiles.write(result, "test", out);
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    assertThat(metrics.get("champion").asText()).isEqualTo(result.champion());
    for (String method : List.of("base_rate", "logistic", "boosting", "blend")) {
      JsonNode auc = metrics.get("methods").get(method).get("auc");
      assertThat(auc.get("value").asDouble())
          .isEqualTo(result.evaluations().get(method).auc().value());
      assertThat(auc.get("low").asDouble()).isLessThanOrEqualTo(auc.get("high").asDouble());
      assertThat(metrics.get("methods").get(method).get("ece").get("low").isNull()).isTrue();
    }
    List<String> predictions = Files.readAllLines(out.resolve("predictions.csv"));
    assertThat(predictions.get(0))
        .isEqualTo("id,label,held_out_in,base_rate,logistic,boosting,blend,beyond_learned");
    assertThat(predictions).hasSize(ROWS + 1);
    assertThat(predictions.get(1)).startsWith("'=C0,");
    assertThat(Files.readAllLines(out.resolve("calibration.csv"))).hasSizeGreaterThan(30);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("default-src 'none'", "<svg", "observed")
        .doesNotContain("<script", " style=", "http://", "NaN");
  }

  @Test
  void inTimeOnlyTheLastRowsAreJudged() throws Exception {
    List<String> lines = new java.util.ArrayList<>();
    Random random = new Random(6);
    for (int i = 0; i < ROWS; i++) {
      boolean churned = random.nextDouble() < 0.3;
      lines.add(
          "{\"month\":%d,\"use\":%s,\"left\":%s,\"told\":%s}"
              .formatted(
                  i * 10 / ROWS,
                  (churned ? -1 : 0) + random.nextGaussian(),
                  churned,
                  churned ? "\"" + random.nextInt(9) + "\"" : "null"));
    }
    BacktestResult result = run(request("left", null, "month", table("rows.jsonl", lines)));

    assertThat(result.heldOut()).hasSize(ROWS / 5).allMatch(row -> row.row() >= ROWS * 8 / 10);
    assertThat(result.split()).contains("trained before 6", "judged from then on");
    assertThat(result.warnings()).anyMatch(warning -> warning.contains("told"));
  }

  @Test
  void fewEventsGetTheBaseRateAndAWord() throws Exception {
    List<String> lines =
        IntStream.range(0, 200).mapToObj(i -> i % 40 + "," + (i % 20 == 0 ? 1 : 0)).toList();
    List<String> all = new java.util.ArrayList<>(lines);
    all.add(0, "usage,churned");
    BacktestResult result = run(request("churned", null, null, table("few.csv", all)));
    assertThat(result.champion()).isEqualTo("base_rate");
    assertThat(result.evaluations()).containsOnlyKeys("base_rate");
    assertThat(result.warnings()).anyMatch(w -> w.contains("10 of the rarer kind"));
    assertThat(Verdict.of(result)).startsWith("No:");
  }

  @Test
  void aPanelInWhichEveryCustomerChurnsOnceIsLearnedFrom() throws Exception {
    List<String> lines = new java.util.ArrayList<>(List.of("account,left_months,churned"));
    for (int account = 0; account < 40; account++) {
      for (int month = 0; month < 5; month++) {
        lines.add(account + "," + (5 - month + account % 2) + "," + (month == 4 ? 1 : 0));
      }
    }
    BacktestResult result = run(request("churned", "account", null, table("panel.csv", lines)));
    assertThat(result.evaluations()).containsKeys("logistic", "boosting");
    assertThat(result.evaluations().get("logistic").auc().value()).isGreaterThan(0.9);
  }

  @Test
  void linesBehindAQuoteThatIsNeverClosedAreCounted() throws Exception {
    List<String> lines = new java.util.ArrayList<>(List.of("usage,note,churned"));
    IntStream.range(0, 60).forEach(i -> lines.add(i % 7 + ",," + i % 2));
    lines.add("3,\"never closed,1");
    IntStream.range(0, 30).forEach(i -> lines.add(i % 7 + ",," + i % 2));
    BacktestResult result = run(request("churned", null, null, table("open.csv", lines)));
    assertThat(result.rows()).isEqualTo(60);
    assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("31 of 91 rows left out"));
  }

  @Test
  void rowsThatCannotBeReadAreAWarning() throws Exception {
    List<String> lines = new java.util.ArrayList<>(List.of("usage,churned"));
    IntStream.range(0, 60).forEach(i -> lines.add(i % 7 + "," + i % 2));
    lines.add("3,1,surplus");
    BacktestResult result = run(request("churned", null, null, table("odd.csv", lines)));
    assertThat(result.rows()).isEqualTo(60);
    assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("1 of 61 rows left out"));
  }

  @Test
  void mistakesAreExplained() throws Exception {
    Path table =
        table("t.csv", List.of("usage,when,churned", "1,soon,0", "2,later,1", "3,,", "4,x,0"));
    assertError(request("chruned", null, null, table), "no column", "did you mean churned");
    assertError(request("usage", null, null, table), "not binary", "two values");
    assertError(request("churned", null, "when", table), "cannot be read as time", "'soon'");
    assertError(
        request("churned", null, null, folder.resolve("no*.csv")), "there is no file", "no*");
    Path same = table("same.csv", List.of("usage,churned", "1,0", "2,0"));
    assertError(request("churned", null, null, same), "single value");
    Path blank = table("blank.csv", List.of("usage,churned", "1,", "2,"));
    assertError(request("churned", null, null, blank), "no row with a label");
  }

  private static void assertError(BacktestRequest request, String... words) {
    assertThatThrownBy(() -> run(request))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll(words);
  }
}
