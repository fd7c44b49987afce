package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.prediction.Example;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazardPeriodsTest {
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
        List.of(),
        null,
        List.of(outcomes));
  }

  private static List<Double> told(List<Example> periods, String feature) {
    int position = 1 + HazardPeriods.FEATURES.indexOf(feature);
    return periods.stream().map(period -> period.numbers()[position]).toList();
  }

  @Test
  void anAnnualContractRenewsInOnePeriodAndIsDecidedBefore() {
    List<Example> periods = HazardPeriods.ahead(observation(120, 30, 12));

    assertThat(told(periods, "period")).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(told(periods, "renewals_in_period")).containsExactly(0.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    assertThat(told(periods, "decisions_in_period")).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(told(periods, "renewals_before_period"))
        .containsExactly(0.0, 0.0, 0.0, 0.0, 1.0, 1.0);
    assertThat(periods).allSatisfy(period -> assertThat(period.numbers()[0]).isEqualTo(7));
  }

  @Test
  void whatIsDecidedTodayIsStillOpenAndFallsIntoTheFirstPeriod() {
    List<Example> periods = HazardPeriods.ahead(observation(0, 0, null));

    assertThat(told(periods, "decisions_in_period")).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(told(periods, "renewals_before_period"))
        .containsExactly(0.0, 1.0, 1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void aMonthlyContractRenewsInEachPeriodAndAnEvergreenOneInNone() {
    assertThat(told(HazardPeriods.ahead(observation(10, 10, 1)), "renewals_in_period"))
        .containsOnly(1.0);
    assertThat(told(HazardPeriods.ahead(observation(null, null, null)), "renewals_in_period"))
        .containsOnly(0.0);
    assertThat(told(HazardPeriods.ahead(observation(31, 31, null)), "renewals_in_period"))
        .as("without a term, what is known of the next one")
        .containsExactly(0.0, 1.0, 0.0, 0.0, 0.0, 0.0);
  }

  @Test
  void periodsEndWithTheOneInWhichTheAccountChurned() {
    Observation churned =
        observation(null, null, null, new Observation.Outcome(180, DAY + 211, DAY + 60));
    Observation stayed =
        observation(null, null, null, new Observation.Outcome(90, DAY + 121, null));

    assertThat(HazardPeriods.known(churned, DAY + 211))
        .extracting(Example::event)
        .containsExactly(false, true);
    assertThat(HazardPeriods.known(stayed, DAY + 121))
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

    assertThat(HazardPeriods.known(observation, DAY + 60)).isEmpty();
    assertThat(HazardPeriods.known(observation, DAY + 120)).hasSize(1);
    assertThat(HazardPeriods.known(observation, DAY + 121))
        .extracting(Example::event)
        .containsExactly(false, false, true);
  }

  @Test
  void churnByAPeriodIsOneLessTheProductOfStaying() {
    double[] churned = HazardPeriods.cumulative(new double[] {0.1, 0, 0.5});

    assertThat(churned[0]).isEqualTo(0.1, within(1e-15));
    assertThat(churned[1]).isEqualTo(0.1, within(1e-15));
    assertThat(churned[2]).isEqualTo(1 - 0.9 * 0.5, within(1e-15));
  }
}
