package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.prediction.Example;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazardStepsTest {
  private static final int DAY = 19_000;

  private static Observation observation(
      Integer toRenewal, Integer toDecision, Integer term, Observation.Outcome... outcomes) {
    return new Observation(
        "a",
        DAY,
        toRenewal,
        toDecision,
        term,
        new double[] {7},
        new String[] {"x"},
        null,
        List.of(outcomes));
  }

  private static List<Double> told(List<Example> steps, String feature) {
    int position = 1 + HazardSteps.FEATURES.indexOf(feature);
    return steps.stream().map(step -> step.numbers()[position]).toList();
  }

  @Test
  void anAnnualContractRenewsInOneStepAndIsDecidedBefore() {
    List<Example> steps = HazardSteps.ahead(observation(120, 30, 12));

    assertThat(told(steps, "step")).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(told(steps, "renewals_in_step")).containsExactly(0.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    assertThat(told(steps, "decisions_in_step")).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(told(steps, "renewals_before_step")).containsExactly(0.0, 0.0, 0.0, 0.0, 1.0, 1.0);
    assertThat(steps).allSatisfy(step -> assertThat(step.numbers()[0]).isEqualTo(7));
  }

  @Test
  void aMonthlyContractRenewsInEachStepAndAnEvergreenOneInNone() {
    assertThat(told(HazardSteps.ahead(observation(10, 10, 1)), "renewals_in_step"))
        .containsOnly(1.0);
    assertThat(told(HazardSteps.ahead(observation(null, null, null)), "renewals_in_step"))
        .containsOnly(0.0);
    assertThat(told(HazardSteps.ahead(observation(31, 31, null)), "renewals_in_step"))
        .as("without a term, what is known of the next one")
        .containsExactly(0.0, 1.0, 0.0, 0.0, 0.0, 0.0);
  }

  @Test
  void stepsEndWithTheOneInWhichTheAccountChurned() {
    Observation churned =
        observation(null, null, null, new Observation.Outcome(180, DAY + 211, DAY + 60));
    Observation stayed =
        observation(null, null, null, new Observation.Outcome(90, DAY + 121, null));

    assertThat(HazardSteps.known(churned, DAY + 211))
        .extracting(Example::event)
        .containsExactly(false, true);
    assertThat(HazardSteps.known(stayed, DAY + 121))
        .extracting(Example::event)
        .containsExactly(false, false, false);
  }

  @Test
  void onlyWhatHadMaturedIsKnownAndTheLongestOfIt() {
    Observation observation =
        observation(
            null,
            null,
            null,
            new Observation.Outcome(30, DAY + 61, null),
            new Observation.Outcome(90, DAY + 121, DAY + 90));

    assertThat(HazardSteps.known(observation, DAY + 60)).isEmpty();
    assertThat(HazardSteps.known(observation, DAY + 120)).hasSize(1);
    assertThat(HazardSteps.known(observation, DAY + 121))
        .extracting(Example::event)
        .containsExactly(false, false, true);
  }

  @Test
  void churnByAStepIsOneLessTheProductOfStaying() {
    double[] churned = HazardSteps.cumulative(new double[] {0.1, 0, 0.5});

    assertThat(churned[0]).isEqualTo(0.1, within(1e-15));
    assertThat(churned[1]).isEqualTo(0.1, within(1e-15));
    assertThat(churned[2]).isEqualTo(1 - 0.9 * 0.5, within(1e-15));
  }
}
