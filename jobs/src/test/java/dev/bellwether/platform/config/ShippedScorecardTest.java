package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedScorecardTest {
  @ParameterizedTest
  @ValueSource(strings = {"default", "onboarding", "product_and_support"})
  void shippedScorecardsAreWithoutFaultAndReadFeaturesThatExist(String name) {
    CheckedFile<Scorecard> check =
        ScorecardCheck.of(
            Path.of("../conf/scorecards", name + ".yaml"), LocalDate.of(2026, 6, 30), Map.of());

    assertThat(check.errors()).isEmpty();
    assertThat(check.warnings()).isEmpty();
    assertThat(check.content().name()).isEqualTo(name);
  }

  @Test
  void theDefaultScorecardHandsYoungCustomersToTheOnboardingOne() {
    Scorecards scorecards =
        new ConfigurationLoader(Path.of("../conf"), Map.of(), Set.of(), Configuration.features())
            .load(Optional.empty(), List.of(), Optional.empty())
            .settings()
            .scorecards();

    assertThat(scorecards.main().name()).isEqualTo("default");
    assertThat(scorecards.others()).extracting(Scorecard::name).containsExactly("onboarding");
    assertThat(scorecards.main().measures()).hasSizeBetween(12, 15);
  }
}
