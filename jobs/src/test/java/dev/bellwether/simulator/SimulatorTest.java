package dev.bellwether.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, and when. */
class SimulatorTest {

  private static final SimulatorOptions SMALL =
      SimulatorOptions.defaults().withAccounts(90).withMonths(12);
  private static final LocalDate LAST = SMALL.end();

  @TempDir Path folder;

  @Test
  void twoRunsAreEqualToTheByte() {
    DemoFiles one = DemoFiles.simulated(SMALL, folder.resolve("one"));
    DemoFiles other = DemoFiles.simulated(SMALL, folder.resolve("other"));

    assertThat(DemoFiles.contents(one.raw)).isEqualTo(DemoFiles.contents(other.raw));
    assertThat(DemoFiles.contents(one.truth)).isEqualTo(DemoFiles.contents(other.truth));
  }

  @Test
  void anotherSeedGivesAnotherCompany() {
    DemoFiles one = DemoFiles.simulated(SMALL.withTruth(false), folder.resolve("one"));
    DemoFiles other =
        DemoFiles.simulated(SMALL.withTruth(false).withSeed(2), folder.resolve("two"));

    assertThat(one.rows("invoices.csv")).isNotEqualTo(other.rows("invoices.csv"));
    assertThat(one.contracts()).isNotEqualTo(other.contracts());
  }

  @Test
  void oneNightMoreAddsOneUsageFileAndEndsAsIfAllHadComeTogether() {
    SimulatorOptions plain = SMALL.withTruth(false);
    Path raw = folder.resolve("raw");
    Simulator.write(plain.withDeliveredThrough(LAST.minusDays(1)), raw, folder.resolve("truth"));
    Map<String, String> before = DemoFiles.contents(raw.resolve("usage"));
    Simulator.write(plain, raw, folder.resolve("truth"));
    Map<String, String> after = DemoFiles.contents(raw.resolve("usage"));

    Map<String, String> added = new TreeMap<>(after);
    added.keySet().removeAll(before.keySet());
    assertThat(added).containsOnlyKeys("usage-" + LAST + ".csv.gz");
    assertThat(after).containsAllEntriesOf(before);
    DemoFiles whole = DemoFiles.simulated(plain, folder.resolve("whole"));
    assertThat(DemoFiles.contents(raw)).isEqualTo(DemoFiles.contents(whole.raw));
    assertThat(DemoFiles.contents(folder.resolve("truth")))
        .isEqualTo(DemoFiles.contents(whole.truth));
  }

  @Test
  void whatHasNotHappenedByTheDeliveryIsNotInIt() {
    LocalDate day = LAST.minusDays(5);
    SimulatorOptions plain = SMALL.withTruth(false).withDeliveredThrough(day);
    DemoFiles files = DemoFiles.simulated(plain, folder);

    assertThat(files.rows("invoices.csv"))
        .noneMatch(row -> anyAfter(row, day, "issued_on", "paid_on"));
    assertThat(files.objects("tickets.jsonl"))
        .noneMatch(
            row -> anyAfter(row, day.plusDays(1), "created_at", "last_solved_at", "csat_at"));
    assertThat(files.usage()).noneMatch(row -> anyAfter(row, day, "arrived_on"));
    assertThat(files.contracts())
        .filteredOn(row -> !row.get("end_date").isEmpty() && row.get("notice_on").isEmpty())
        .noneMatch(row -> SimulatorTargets.german(row.get("end_date")).isAfter(day));
  }

  @Test
  void aDeliveryThatEndsWithinAMonthlyFileIsRefused() {
    assertThatThrownBy(
            () ->
                Simulator.write(
                    SMALL.withDeliveredThrough(LAST.minusDays(8)), folder, folder.resolve("t")))
        .hasMessageContaining("raise dailyFiles");
  }

  @Test
  void aFolderOfAnotherSimulationIsRefused() {
    SimulatorOptions few = SMALL.withAccounts(3).withTruth(false);
    Simulator.write(few, folder, folder.resolve("t"));

    assertThatThrownBy(() -> Simulator.write(few.withSeed(9), folder, folder.resolve("t")))
        .hasMessageContaining("another simulation");
  }

  @Test
  void nothingArrivesDuringAnOutageAndTheBacklogComesAfterIt() {
    LocalDate from = LAST.minusDays(4);
    LocalDate to = LAST.minusDays(2);
    SimulatorOptions outage = SMALL.withTruth(false).withFeedOutage(from, to);
    DemoFiles files = DemoFiles.simulated(outage, folder);

    assertThat(files.usage())
        .noneMatch(row -> row.get("arrived_on").equals(from.toString()))
        .anyMatch(
            row ->
                row.get("arrived_on").equals(to.plusDays(1).toString())
                    && row.get("occurred_at").startsWith(from.toString()));
  }

  private static boolean anyAfter(Map<String, String> row, LocalDate day, String... columns) {
    for (String column : columns) {
      String value = row.get(column);
      if (!value.isEmpty() && LocalDate.parse(value.substring(0, 10)).isAfter(day)) {
        return true;
      }
    }
    return false;
  }
}
