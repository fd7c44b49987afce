package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.prediction.Contributions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriverContributionTest {
  private static final String USERS = "active_users_28d_change";
  private static final String SEATS = "seat_utilisation";
  private static final String ESCALATIONS = "open_escalations";

  private final Map<String, Double> values = new HashMap<>();
  private final Map<String, Double> contributions = new HashMap<>();
  private final List<String> stale = new ArrayList<>();

  private DriverContributionTest with(String feature, Double value, double contribution) {
    values.put(feature, value);
    contributions.put(feature, contribution);
    return this;
  }

  private DriverContribution of(String driver) {
    return all().stream()
        .filter(each -> each.driver().name().equals(driver))
        .findFirst()
        .orElseThrow();
  }

  private List<DriverContribution> all() {
    List<String> features = new ArrayList<>(HazardFeatures.NUMBERS_OF_PERIOD);
    features.addAll(HazardFeatures.TEXTS);
    double[] numbers = HazardFeatures.NUMBERS.stream().mapToDouble(this::number).toArray();
    String[] texts = new String[HazardFeatures.TEXTS.size()];
    Arrays.fill(texts, "x");
    Observation observation =
        new Observation("a", 0, 40, 40, 12, numbers, texts, stale, null, List.of());
    double[] added =
        features.stream().mapToDouble(name -> contributions.getOrDefault(name, 0.0)).toArray();
    return DriverContribution.of(observation, new Contributions(0, 0, added), features);
  }

  private double number(String feature) {
    Double value = values.get(feature);
    return value == null ? Double.NaN : value;
  }

  @Test
  void theReasonIsWhatAddsMostTowardsChurn() {
    with(USERS, -0.45, 0.3).with(SEATS, 0.4, 0.2).with("stickiness_28d", 0.1, -0.3);

    assertThat(of("active_users").contribution()).isCloseTo(0.2, within(1e-12));
    assertThat(of("active_users").strongest().feature()).isEqualTo(USERS);
    assertThat(of("active_users").reason()).contains("active users down 45 %");
  }

  @Test
  void whatHoldsChurnBackIsNoReason() {
    with(USERS, 0.2, -0.3).with(SEATS, 0.4, 0.1);

    assertThat(of("active_users").strongest().feature()).isEqualTo(USERS);
    assertThat(of("active_users").reason()).isEmpty();
  }

  @Test
  void whatIsUnknownOrStaleIsNoReason() {
    with(USERS, null, 0.5).with(SEATS, 0.4, 0.05);
    assertThat(of("active_users").reason()).isEmpty();
    assertThat(of("active_users").strongest().feature()).isEqualTo(SEATS);

    with(SEATS, 0.4, 0.15);
    assertThat(of("active_users").reason()).contains("40 % of seats in use");

    stale.add(SEATS);
    assertThat(of("active_users").reason()).isEmpty();
    assertThat(of("active_users").strongest().feature()).isEqualTo(USERS);
    assertThat(of("active_users").strongest().number()).isEmpty();
  }

  @Test
  void whatCannotBeBetterIsNoReason() {
    with(ESCALATIONS, 0.0, 0.5).with(USERS, 0.1, 0.5).with("csat_90d", 1.0, 0.5);

    assertThat(all()).allSatisfy(driver -> assertThat(driver.reason()).isEmpty());

    with(ESCALATIONS, 1.0, 0.5);
    assertThat(of("tickets").reason()).contains("1 open escalation");
  }

  @Test
  void whatNobodyCanActOnIsNoReason() {
    with("account_age_days", 90.0, 2).with("period", null, 3).with("segment", null, 1);

    assertThat(all()).allSatisfy(driver -> assertThat(driver.reason()).isEmpty());
    assertThat(of("calendar").strongest())
        .isEqualTo(
            new FeatureValue("days_to_renewal", OptionalDouble.of(40), Optional.empty(), false));
    assertThat(of("plan_and_size").strongest().text()).contains("x");
  }

  @Test
  void whatHardlyCountsIsNoReason() {
    with("days_past_due", 20.0, DriverContribution.LEAST - 1e-9);
    assertThat(of("payments").reason()).isEmpty();

    with("days_past_due", 20.0, DriverContribution.LEAST);
    assertThat(of("payments").reason()).contains("payment 20 days past due");
  }

  @Test
  void reasonsAreThoseOfANaiveLoop() {
    Random random = new Random(11);
    int reasons = 0;
    for (int i = 0; i < 300; i++) {
      values.clear();
      contributions.clear();
      stale.clear();
      for (String feature : HazardFeatures.NUMBERS) {
        with(
            feature,
            random.nextInt(4) == 0 ? null : Double.valueOf(random.nextInt(4) - 1),
            Math.round(random.nextGaussian() * 100) / 1000.0);
        if (random.nextInt(6) == 0) {
          stale.add(feature);
        }
      }
      for (DriverContribution driver : all()) {
        assertThat(driver.reason().orElse(null)).isEqualTo(naiveReason(driver));
        reasons += driver.reason().isPresent() ? 1 : 0;
      }
    }
    assertThat(reasons).isGreaterThan(300);
  }

  private String naiveReason(DriverContribution driver) {
    FeatureCatalogue catalogue = FeatureCatalogue.ofAccounts();
    double whole = 0;
    double told = 0;
    String best = null;
    for (String feature : HazardFeatures.NUMBERS) {
      if (!catalogue.driver(feature).equals(driver.driver())) {
        continue;
      }
      double added = contributions.get(feature);
      whole += added;
      Double value = values.get(feature);
      if (value == null || stale.contains(feature) || added <= 0 || isGood(feature, value)) {
        continue;
      }
      told += added;
      best = best == null || added > contributions.get(best) ? feature : best;
    }
    boolean isReason = driver.driver().actionable() && whole >= 0.1 && told >= 0.1;
    return isReason ? catalogue.words(best, best).level(values.get(best)) : null;
  }

  /** Written down from the contract by hand. */
  private static boolean isGood(String feature, double value) {
    if (feature.equals("nps_mean")) {
      return value >= 10;
    }
    if (feature.contains("_change")) {
      return value >= 0;
    }
    if (feature.equals("csm_rating_points")) {
      return value >= 100;
    }
    if (List.of(
            "stickiness_28d",
            "first_response_answered_share_90d",
            "csat_90d",
            "survey_response_rate_365d")
        .contains(feature)) {
      return value >= 1;
    }
    boolean lowerIsBetter =
        feature.startsWith("days_")
            || feature.endsWith("_rate_90d")
            || List.of(
                    "features_dropped_share_28d",
                    "error_rate_28d",
                    "first_response_minutes_90d",
                    "resolution_hours_90d",
                    "open_escalations",
                    "oldest_open_ticket_days",
                    "failed_payments_90d",
                    "contraction_90d")
                .contains(feature);
    return lowerIsBetter && value <= 0;
  }
}
