package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorecardJsonTest {
  private static Scorecard read(String name, String yaml) {
    return ScorecardReader.read(
        name, YamlFile.parse(name, yaml, new Interpolation(Map.of())), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "onboarding", "product_and_support"})
  void whatIsWrittenIsReadAgain(String name) {
    Path file = Path.of("../conf/scorecards", name + ".yaml");
    Scorecard scorecard = read(name, YamlFile.text(file));

    Scorecard copy = ScorecardJson.read(ScorecardJson.write(scorecard));

    assertThat(copy).isEqualTo(scorecard);
    assertThat(ScorecardJson.hash(copy)).isEqualTo(ScorecardJson.hash(scorecard)).hasSize(16);
  }

  @Test
  void anyEditChangesTheHashAndACommentDoesNot() {
    String yaml = ConfFixture.resource("scorecard.yaml");
    String hash = ScorecardJson.hash(read("default", yaml));

    assertThat(ScorecardJson.hash(read("default", yaml + "# more"))).isEqualTo(hash);
    assertThat(ScorecardJson.hash(read("default", yaml.replace("0.35", "0.36"))))
        .isNotEqualTo(hash);
  }
}
