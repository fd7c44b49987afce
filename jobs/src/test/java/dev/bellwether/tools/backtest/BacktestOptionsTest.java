package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.prediction.calibration.Logit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backtest leaves out, judges by, and says, as it is asked to. */
class BacktestOptionsTest extends SparkTest {
  private static final String HEADER = "account,period,usage,survey,plan,mrr,status";

  @TempDir Path folder;

  /** Customers of 24 months who leave by their usage, which the survey knows afterwards. */
  private static List<String> rows(int customers, long seed) {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < customers; i++) {
      int month = 202_401 + i % 12 + 100 * (i / 12 % 2);
      double usage = random.nextGaussian();
      boolean left = random.nextDouble() < Logit.probability(-1 - usage);
      String status = left ? "left" : random.nextBoolean() ? "active" : "paused";
      rows.add(
          "%s,%d,%.3f,%d,%s,%d,%s"
              .formatted(
                  i == 0 ? "=1+2" : "-a" + i,
                  month,
                  usage,
                  left ? 1 : 0,
                  i % 3 == 0 ? "trial" : "pro",
                  100 + i % 50,
                  status));
    }
    return rows;
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private BacktestRequest request(
      Path file, BacktestRequest.Split split, List<String> drop, Optional<String> where) {
    return new BacktestRequest(
        List.of(file.toString()),
        "status",
        Optional.of("left"),
        Optional.of("account"),
        split,
        drop,
        Optional.empty(),
        where,
        Map.of(),
        1);
  }

  private static BacktestResult run(BacktestRequest request) {
    return new Backtest(request).run(spark());
  }

  @Test
  void droppedColumnsAreNotLearnedFromAndUnwantedRowsNeitherLearnedNorJudged() throws Exception {
    Path table = file("one.csv", rows(900, 3));
    BacktestResult result =
        run(
            request(
                table,
                new BacktestRequest.ByLot(3),
                List.of("Survey"),
                Optional.of("plan = 'pro'")));

    assertThat(result.rows()).isEqualTo(600);
    assertThat(result.heldOut()).allMatch(row -> row.row() % 3 != 0);
    assertThat(result.notes()).anyMatch(note -> note.startsWith("300 rows left out"));
    assertThat(result.notes()).anyMatch(note -> note.contains("--time period"));
    assertThat(result.columns())
        .filteredOn(use -> use.name().equals("survey"))
        .extracting(ColumnUse::reason)
        .containsExactly("--drop names it");
    assertThat(result.warnings()).isEmpty();
    assertThat(result.evaluations().get(result.champion()).auc().value()).isBetween(0.6, 0.8);
    assertThat(result.drivers().get(0).name()).isEqualTo("usage");
    assertThat(result.drivers().get(0).direction()).isEqualTo("less raises the risk");
    assertThat(result.worth().money().orElseThrow().column()).isEqualTo("mrr");
  }

  @Test
  void aTestSetOfItsOwnIsJudgedAndNothingIsLearnedFromIt() throws Exception {
    Path training = file("train.csv", rows(900, 3));
    Path test = file("test.csv", rows(300, 4));
    BacktestResult result =
        run(
            request(
                training,
                new BacktestRequest.TestSet(List.of(test.toString())),
                List.of("survey"),
                Optional.empty()));

    assertThat(result.heldOut()).hasSize(300).allMatch(row -> row.row() >= 900);
    assertThat(result.split()).contains("--test");
    List<String> flipped = new ArrayList<>(List.of(HEADER));
    rows(300, 4).stream()
        .skip(1)
        .map(row -> row.endsWith("left") ? row.replace("left", "active") : row + "!")
        .map(row -> row.replaceAll("(active|paused)!", "left"))
        .forEach(flipped::add);
    BacktestResult other =
        run(
            request(
                training,
                new BacktestRequest.TestSet(List.of(file("flipped.csv", flipped).toString())),
                List.of("survey"),
                Optional.empty()));
    assertThat(other.heldOut())
        .extracting(HeldOut::probabilities)
        .isEqualTo(result.heldOut().stream().map(HeldOut::probabilities).toList());
  }

  @Test
  void monthsAsNumbersAreTimesAndAPurgeCountsDays() throws Exception {
    Path table = file("panel.csv", rows(900, 3));
    BacktestResult result =
        run(
            request(
                table,
                new BacktestRequest.InTime("period", 31),
                List.of("survey"),
                Optional.empty()));

    assertThat(result.split())
        .contains("judged from then on", "2025-", "up to 31 days before each cut");
    assertThat(result.heldOut()).isNotEmpty();
    assertThat(result.notes()).noneMatch(note -> note.contains("holds dates"));
  }

  @Test
  void idsStayAsTheyAreUnlessASpreadsheetWouldRunThem() throws Exception {
    Path table = file("ids.csv", rows(300, 3));
    BacktestResult result =
        run(request(table, new BacktestRequest.ByLot(2), List.of(), Optional.empty()));
    List<String> lines = CsvFiles.predictions(result).lines().toList();

    assertThat(lines.get(1)).startsWith("'=1+2,");
    assertThat(lines.get(2)).startsWith("-a1,");
    assertThat(CsvFiles.guardedIds(result)).isEqualTo(1);
    assertThat(BacktestSummary.lines(result)).anyMatch(line -> line.startsWith("1 ids have a '"));
  }

  @Test
  void absurdAndRepeatedRowsAreTold() throws Exception {
    List<String> lines = new ArrayList<>(List.of("usage,plan,status"));
    rows(900, 3).stream()
        .skip(1)
        .map(row -> row.split(","))
        .forEach(cells -> lines.add(cells[2] + "," + cells[4] + "," + cells[6]));
    lines.add("5000000,pro,left");
    lines.add(lines.get(1));
    BacktestRequest plain =
        BacktestRequest.of(List.of(file("absurd.csv", lines).toString()), "status");
    BacktestResult result =
        run(
            new BacktestRequest(
                plain.files(),
                "status",
                Optional.of("left"),
                plain.id(),
                plain.split(),
                plain.drop(),
                plain.revenue(),
                plain.where(),
                plain.readerOptions(),
                1));

    long different =
        lines.stream().skip(1).map(line -> line.replace("paused", "active")).distinct().count();
    assertThat(result.notes())
        .anyMatch(note -> note.startsWith(902 - different + " of 902 rows are the same"));
    assertThat(result.notes())
        .anyMatch(note -> note.startsWith("1 of 902 rows judged have") && note.contains("usage"));
    assertThat(result.evaluations().get("logistic").auc().value()).isGreaterThan(0.65);
  }

  @Test
  void optionsOfTheReaderCountMoreThanWhatAFileLooksLike() throws Exception {
    List<String> lines = new ArrayList<>(List.of("usage#plan#churned"));
    for (int i = 0; i < 60; i++) {
      lines.add(i % 7 + "#a" + i % 5 + "#" + i % 2);
    }
    BacktestRequest plain =
        BacktestRequest.of(List.of(file("hash.csv", lines).toString()), "churned");
    assertThatThrownBy(() -> run(plain)).hasMessageContaining("is not a column of the table");
    BacktestResult result =
        run(
            new BacktestRequest(
                plain.files(),
                plain.label(),
                plain.positive(),
                plain.id(),
                plain.split(),
                plain.drop(),
                plain.revenue(),
                plain.where(),
                Map.of("sep", "#"),
                1));
    assertThat(result.columns()).extracting(ColumnUse::name).containsExactly("usage", "plan");
  }

  @Test
  void aConditionThatCannotBeEvaluatedIsExplained() throws Exception {
    Path table = file("where.csv", rows(60, 3));
    assertThatThrownBy(
            () ->
                run(
                    request(
                        table,
                        new BacktestRequest.ByLot(2),
                        List.of(),
                        Optional.of("nowhere = 1"))))
        .hasMessageContaining("--where nowhere = 1 cannot be evaluated");
  }
}
