package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardCheckTest {
  private static final String MORE =
      """
      overrides:
        notice:
          cap: 40
          reason: notice has been given
          expires: 2026-12-31
          when: {notice_in_force: true, mrr: {at_least: 10, below: 20}}
        friends: {floor: 50, reason: friends, expires: 2026-12-31, accounts: [A-1, A-2]}
      rules:
        - scorecard: other
          when: {segment: [smb, mid]}
      """;

  @TempDir Path folder;

  private CheckedFile<Scorecard> check(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("default.yaml"), yaml);
    Files.writeString(folder.resolve("other.yaml"), ConfFixture.resource("scorecard.yaml"));
    return ScorecardCheck.of(file, LocalDate.of(2026, 6, 30), Map.of());
  }

  private static String good() {
    return ConfFixture.resource("scorecard.yaml") + MORE;
  }

  private static String changed(String old, String now) {
    assertThat(good()).contains(old);
    return good().replace(old, now);
  }

  @Test
  void aGoodScorecardIsReadWithItsOverridesAndRules() throws IOException {
    CheckedFile<Scorecard> check = check(good());

    assertThat(check.errors()).isEmpty();
    assertThat(check.warnings()).isEmpty();
    assertThat(check.content().overrides()).hasSize(2);
    assertThat(check.content().overrides().get(0).when())
        .containsExactly(
            new Scorecard.Condition("notice_in_force", List.of("true"), null, null, null, null),
            new Scorecard.Condition("mrr", List.of(), null, 10.0, 20.0, null));
    assertThat(check.content().overrides().get(1).accounts()).containsExactly("A-1", "A-2");
    assertThat(check.content().rules().get(0).scorecard()).isEqualTo("other");
    assertThat(ScorecardJson.read(ScorecardJson.write(check.content()))).isEqualTo(check.content());
  }

  @Test
  void allFaultsAreToldAtOnce() throws IOException {
    String yaml =
        good()
            .replace("feature: open_tickets", "feature: open_ticket")
            .replace("weight: 0.2", "weight: -1")
            .replace("green: 70, yellow: 45", "green: 45, yellow: 70")
            .replace("[-0.1, 55]", "[-0.1, 75]")
            .replace("2026-12-31, accounts", "2026-05-31, accounts");
    CheckedFile<Scorecard> check = check(yaml);

    assertThat(check.errors())
        .extracting(BellwetherException::getMessage)
        .allMatch(message -> message.contains("default.yaml: ") && message.contains("fix: "))
        .satisfiesExactlyInAnyOrder(
            m -> assertThat(m).contains("bands.green", "not above yellow"),
            m -> assertThat(m).contains("active_users_change.curve", "against its polarity"),
            m -> assertThat(m).contains("dimensions.support.weight", "-1", "above 0"),
            m -> assertThat(m).contains("open_tickets.feature", "did you mean open_tickets?"));
    assertThat(check.warnings())
        .singleElement()
        .asString()
        .contains("overrides.friends.expires", "2026-05-31", "fix: ");
    assertThat(check.content()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cap: 40|cap: 140|overrides.notice.cap|from 0.0 to 100.0",
        "cap: 40|floor: 40@    cap: 50|overrides.notice.cap|either cap or floor",
        "cap: 40|kap: 40|overrides.notice.kap|did you mean cap?",
        "reason: notice has been given|reason:|overrides.notice.reason|missing",
        "expires: 2026-12-31@|expires:@|overrides.notice.expires|missing",
        "expires: 2026-12-31@|expires: next year@|overrides.notice.expires|YYYY-MM-DD",
        "accounts: [A-1, A-2]|accounts: []|overrides.friends.accounts|list of texts",
        "accounts: [A-1, A-2]|accounts: [[A-1]]|overrides.friends.accounts|list of texts",
        ", accounts: [A-1, A-2]||overrides.friends.when|every account",
        "notice_in_force: true|notice_in_forc: true|notice.when.notice_in_forc|mean notice_in_force?",
        "notice_in_force: true|notice_in_force: maybe|notice.when.notice_in_force|true or false",
        "notice_in_force: true|customer_since: x|notice.when.customer_since|another feature",
        "mrr: {at_least: 10, below: 20}|mrr: 10|notice.when.mrr|numbers need bounds",
        "mrr: {at_least: 10, below: 20}|mrr: {}|notice.when.mrr|no bound",
        "mrr: {at_least: 10, below: 20}|mrr: {over: 1}|notice.when.mrr.over|known: above",
        "mrr: {at_least: 10, below: 20}|mrr: {at_least: 20, below: 20}|notice.when.mrr|no number lies",
        "mrr: {at_least: 10, below: 20}|mrr: {above: x}|notice.when.mrr.above|not a number",
        "segment: [smb, mid]|segment: {above: 1}|rules[0].when.segment|it has no numbers",
        "- scorecard: other|- scorecard: othr|rules[0].scorecard|did you mean other?",
        "- scorecard: other|- score: other|rules[0].score|did you mean scorecard?",
        "    when: {segment: [smb, mid]}@||rules[0].when|every account",
        "rules:@  - scorecard: other@    when: {segment: [smb, mid]}|rules: {a: b}|rules|not a list"
      })
  void aFaultNamesFileKeyAndFix(String old, String now, String where, String advice)
      throws IOException {
    String replacement = now == null ? "" : now.replace('@', '\n');
    CheckedFile<Scorecard> check = check(changed(old.replace('@', '\n'), replacement));

    assertThat(check.errors())
        .extracting(BellwetherException::getMessage)
        .anySatisfy(
            message -> assertThat(message).contains("default.yaml: ").contains(where, advice));
  }

  @Test
  void aFileThatIsNoYamlOrNotThereIsOneError() throws IOException {
    assertThat(check("a: [").errors()).singleElement().asString().contains("not valid YAML");
    CheckedFile<Scorecard> missing =
        ScorecardCheck.of(folder.resolve("missing.yaml"), LocalDate.of(2026, 6, 30), Map.of());
    assertThat(missing.errors()).singleElement().asString().contains("cannot be read");
  }

  @Test
  void aScorecardThatARuleNamesHasNoRulesOfItsOwn() {
    ConfFixture conf =
        new ConfFixture(folder)
            .scorecardWith("dimensions:", MORE.substring(MORE.indexOf("rules:")) + "dimensions:");
    String other = ConfFixture.resource("scorecard.yaml").replace("name: default", "name: other");
    conf.write("scorecards/other.yaml", other);
    assertThat(conf.load().settings().scorecards().all())
        .extracting(Scorecard::name)
        .containsExactly("default", "other");

    conf.write("scorecards/other.yaml", other + MORE.substring(MORE.indexOf("rules:")));
    assertThatThrownBy(conf::load).hasMessageContainingAll("other.yaml: rules", "move these rules");
  }
}
