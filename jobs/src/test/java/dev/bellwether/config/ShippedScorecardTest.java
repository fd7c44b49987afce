package dev.bellwether.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.contract.Contracts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShippedScorecardTest {
  @Test
  void defaultScorecardIsValidAndReadsFeaturesThatExist() {
    Set<String> features = Set.copyOf(Contracts.of("account_features").columnNames());
    Scorecard scorecard =
        new ConfigurationLoader(Path.of("../conf"), Map.of(), Set.of(), features)
            .load(Optional.empty(), List.of(), Optional.empty())
            .settings()
            .scorecard();

    assertThat(scorecard.name()).isEqualTo("default");
    assertThat(scorecard.dimensions().stream().mapToInt(d -> d.measures().size()).sum())
        .isEqualTo(12);
  }
}
