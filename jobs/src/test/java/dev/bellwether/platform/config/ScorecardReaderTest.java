package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.config.Scorecard.Dimension;
import dev.bellwether.platform.config.Scorecard.Measure;
import dev.bellwether.platform.config.Scorecard.Point;
import dev.bellwether.platform.contract.Polarity;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardReaderTest {
  @TempDir Path folder;

  @Test
  void scorecardIsReadWithItsCurvesAsPairs() {
    Scorecard scorecard = new ConfFixture(folder).load().settings().scorecards().main();
    assertThat(scorecard)
        .isEqualTo(
            new Scorecard(
                "default",
                "1",
                0.5,
                new Scorecard.Bands(70, 45, 3),
                List.of(
                    new Dimension("usage", 0.35, List.of(activeUsersChange())),
                    new Dimension("support", 0.2, List.of(openTickets())))));
  }

  @Test
  void anyFeaturePassesWhenNoneIsKnown() {
    String yaml = ConfFixture.resource("scorecard.yaml").replace(": open_tickets", ": something");
    Section file = YamlFile.parse("default.yaml", yaml, new Interpolation(Map.of()));
    assertThat(ScorecardReader.read("default", file, Map.of()).dimensions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "version: \"1\"|versoin: 1|default.yaml: versoin|did you mean version?",
        "version: \"1\"|version:|default.yaml: version|missing or empty",
        "name: default|name: other|default.yaml: name|write name: default",
        "weight: 0.2|wight: 0.2|dimensions.support.wight|did you mean weight?",
        "weight: 0.2|weight: 0|dimensions.support.weight|above 0",
        "weight: 0.2|weight: -1|dimensions.support.weight|value is -1",
        "weight: 0.2|weight: heavy|dimensions.support.weight|not a number: heavy",
        "weight: 0.2|weight: [1]|dimensions.support.weight|single value",
        "weight: 1|weight: 0|support.measures.open_tickets.weight|above 0",
        "green: 70|green: 45|bands.green|not above yellow",
        "green: 70|gren: 70|bands.gren|did you mean green?",
        "margin: 3|margin: 31|bands.margin|smaller margin",
        "minimum_coverage: 0.5|minimum_coverage: 1.1|minimum_coverage|from 0.0 to 1.0",
        "[10, 0]|[0, 0]|open_tickets.curve|x does not ascend",
        "[10, 0]|[10, 101]|open_tickets.curve|from 0 to 100",
        "[10, 0]|[10]|open_tickets.curve|not a pair",
        "[10, 0]|[10, 0, 1]|open_tickets.curve|not a pair",
        "[10, 0]|10|open_tickets.curve|not a pair",
        "[10, 0]|[ten, 0]|open_tickets.curve|ten is not a number",
        "[[-0.6, 0], [-0.1, 55], [0, 70], [0.3, 100]]|[[0, 1]]|users_change.curve|two points",
        "[-0.1, 55]|[-0.1, 75]|active_users_change.curve|against its polarity",
        "lower_is_better|higher_is_better|open_tickets.polarity|turn polarity and curve round",
        "higher_is_better|lower_is_better|active_users_change.curve|against its polarity",
        "lower_is_better|lower_better|open_tickets.polarity|mean lower_is_better?",
        "feature: open_tickets|feature: open_ticket|open_tickets.feature|mean open_tickets?",
        "feature: open_tickets|feature: segment|open_tickets.feature|segment is not a number",
        "margin: 3|nights: 0|bands.nights|from 1.0 to 90.0",
        "margin: 3|nights: 1.5|bands.nights|whole number",
        "      open_tickets:|      active_users_change:|support.measures.active_users|usage has a",
        "    measures:@      open_tickets:|    measures: {}@    x:|support.x|known: weight, measures"
      })
  void faultNamesFileKeyAndFix(String old, String changed, String where, String advice) {
    ConfFixture conf = new ConfFixture(folder).scorecardWith(lines(old), lines(changed));
    assertThatThrownBy(conf::load)
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("default.yaml: ", where, advice);
  }

  @Test
  void scorecardWithoutDimensionsOrMeasuresIsRefused() {
    String head =
        "name: default\nversion: 1\nminimum_coverage: 0\nbands: {green: 2, yellow: 1, margin: 0}\n";
    assertRefused(head, "default.yaml: dimensions", "at least one");
    assertRefused(head + "dimensions: {}", "default.yaml: dimensions", "at least one");
    assertRefused(head + "dimensions: {a: {weight: 1}}", "dimensions.a.measures", "at least one");
    assertRefused(head + "dimensions: [a]", "default.yaml: dimensions is not a map");
  }

  private void assertRefused(String yaml, String... parts) {
    ConfFixture conf = new ConfFixture(folder).write("scorecards/default.yaml", yaml);
    assertThatThrownBy(conf::load).hasMessageContainingAll(parts);
  }

  private static String lines(String text) {
    return text.replace('@', '\n');
  }

  private static Measure activeUsersChange() {
    return new Measure(
        "active_users_change",
        "active_users_28d_change",
        2,
        Polarity.HIGHER_IS_BETTER,
        List.of(new Point(-0.6, 0), new Point(-0.1, 55), new Point(0, 70), new Point(0.3, 100)));
  }

  private static Measure openTickets() {
    return new Measure(
        "open_tickets",
        "open_tickets",
        1,
        Polarity.LOWER_IS_BETTER,
        List.of(new Point(0, 100), new Point(10, 0)));
  }
}
