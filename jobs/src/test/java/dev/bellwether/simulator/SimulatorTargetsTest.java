package dev.bellwether.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.simulator.SimulatorTargets.Judged;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The company as a whole churns as the demo needs it, and its knobs turn what they name. */
class SimulatorTargetsTest {

  private static final SimulatorOptions COMPANY = SimulatorOptions.defaults();
  private static final List<LocalDate> YEARS =
      List.of(LocalDate.of(2023, 7, 1), LocalDate.of(2024, 7, 1), LocalDate.of(2025, 7, 1));

  @TempDir static Path folder;
  private static DemoFiles files;

  @BeforeAll
  static void simulate() {
    files = DemoFiles.simulated(COMPANY, folder.resolve("company"));
  }

  @Test
  void grossRetentionIsThatOfAnHonestBusiness() {
    assertThat(SimulatorTargets.grossRetention(contracts("").values(), YEARS))
        .isBetween(0.88, 0.92);
  }

  @Test
  void smallCustomersLeaveMoreThanLargeOnes() {
    assertThat(SimulatorTargets.logoChurn(contracts("SMB").values(), YEARS))
        .isCloseTo(0.20, within(0.04));
    assertThat(SimulatorTargets.logoChurn(contracts("Enterprise").values(), YEARS))
        .isCloseTo(0.07, within(0.04));
  }

  @Test
  void theTrueProbabilityTellsLeaversFromStayersAtRenewal() {
    List<Judged> judged = SimulatorTargets.upForRenewal(odds(), row -> true);
    double expected = judged.stream().mapToDouble(Judged::probability).sum();
    double observed = judged.stream().filter(Judged::churned).count();

    assertThat(SimulatorTargets.auc(judged)).isBetween(0.80, 0.92);
    assertThat(observed / expected).isCloseTo(1, within(0.12));
  }

  @Test
  void moreThanAHundredAccountsChurnAndUsageIsOfDemoSize() {
    assertThat(files.truth("churns.csv")).hasSizeGreaterThan(150);
    assertThat(files.usage()).hasSizeBetween(300_000, 400_000);
  }

  @Test
  void withoutSignalAllAccountsOfAKindOfContractAreAlike() {
    DemoFiles noise = simulated("noise", COMPANY.withSignal(0).withAccounts(200));
    List<Judged> judged =
        SimulatorTargets.upForRenewal(
            noise.truth("churn_probability.csv"),
            row -> Double.parseDouble(row.get("probability_next_decision")) > 0.1);

    assertThat(judged).hasSizeGreaterThan(100);
    assertThat(judged.stream().mapToDouble(Judged::probability).distinct().count())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void withoutEffectsBothPotentialOutcomesAreEqual() {
    SimulatorOptions none = COMPANY.withTouchEffect(0).withSupportEffect(0).withAccounts(100);
    assertThat(simulated("effects", none).truth("potential_outcomes.csv"))
        .isNotEmpty()
        .allMatch(row -> row.get("probability_touched").equals(row.get("probability_as_is")))
        .allMatch(row -> row.get("probability_in_house").equals(row.get("probability_outsourced")));
  }

  @Test
  void touchesHelpAndOutsourcingHurtOnAverage() {
    List<Map<String, String>> outcomes = files.truth("potential_outcomes.csv");
    assertThat(mean(outcomes, "probability_touched"))
        .isLessThan(mean(outcomes, "probability_as_is") - 0.005);
    assertThat(mean(outcomes, "probability_in_house"))
        .isLessThan(mean(outcomes, "probability_outsourced") - 0.002);
  }

  @Test
  void aMacroJumpDrivesMoreCustomersAway() {
    SimulatorOptions few = COMPANY.withAccounts(300).withTruth(false);

    assertThat(losses(simulated("jump", few.withMacroJump(12))))
        .isGreaterThan(losses(simulated("calm", few)) * 5 / 4);
  }

  /** Accounts none of whose contracts is open. */
  private static long losses(DemoFiles company) {
    Map<String, Boolean> open =
        company.contracts().stream()
            .collect(
                Collectors.toMap(
                    row -> row.get("account_id"),
                    row -> row.get("end_date").isEmpty(),
                    Boolean::logicalOr));
    return open.values().stream().filter(stays -> !stays).count();
  }

  private static DemoFiles simulated(String name, SimulatorOptions options) {
    return DemoFiles.simulated(options, folder.resolve(name));
  }

  private static List<Map<String, String>> odds() {
    return files.truth("churn_probability.csv");
  }

  private static double mean(Collection<Map<String, String>> rows, String column) {
    return rows.stream()
        .mapToDouble(row -> Double.parseDouble(row.get(column)))
        .average()
        .orElseThrow();
  }

  private static Map<String, List<Map<String, String>>> contracts(String segment) {
    Map<String, String> segments =
        files.rows("accounts.csv").stream()
            .collect(Collectors.toMap(row -> row.get("account_id"), row -> row.get("segment")));
    return files.contracts().stream()
        .filter(row -> segment.isEmpty() || segment.equals(segments.get(row.get("account_id"))))
        .collect(Collectors.groupingBy(row -> row.get("account_id")));
  }
}
