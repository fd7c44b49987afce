package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelTest {

  private static Map<String, Long> counts(Object... cells) {
    Map<String, Long> counts = new TreeMap<>();
    for (Object cell : cells) {
      counts.merge(Label.value(cell), 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void usualSpellingsGoWithoutSaying() {
    assertThat(Label.of("churn", counts("Yes", "No"), Optional.empty()).event()).isEqualTo("yes");
    assertThat(Label.of("churn", counts("0.0", "1.0", 1, 0), Optional.empty()).event())
        .isEqualTo("1");
    assertThat(Label.of("churn", counts(true, false), Optional.empty()).event()).isEqualTo("1");
    assertThat(Label.of("churn", counts("False.", "True."), Optional.empty()).event())
        .isEqualTo("true");
    assertThat(Label.of("status", counts("churned", "active"), Optional.empty()).event())
        .isEqualTo("churned");
    assertThat(Label.of("status", counts("gone", "active"), Optional.empty()).event())
        .isEqualTo("gone");
  }

  @Test
  void otherSpellingsNeedToBeNamed() {
    assertThatThrownBy(() -> Label.of("kind", counts("A", "B"), Optional.empty()))
        .hasMessageContaining("--positive");
    assertThat(Label.of("kind", counts("A", "B"), Optional.of("B")).event()).isEqualTo("b");
    assertThat(Label.of("kind", counts("1", "2"), Optional.of("2.0")).isEvent("2")).isTrue();
    assertThatThrownBy(() -> Label.of("coded", counts("1", "2"), Optional.empty()))
        .hasMessageContaining("--positive");
    assertThat(Label.of("signed", counts("-1", "1"), Optional.empty()).event()).isEqualTo("1");
    assertThatThrownBy(() -> Label.of("kind", counts("A", "B"), Optional.of("C")))
        .hasMessageContaining("never has the value C");
  }

  @Test
  void wordsForUnknownAreNoValue() {
    assertThat(Arrays.asList("NA", "nan", " ", Double.NaN, null))
        .allMatch(cell -> Label.value(cell) == null);
  }

  @Test
  void aColumnNamedForStayingIsDoubted() {
    Label label = new Label("1", "0");
    assertThat(label.doubt(request("is_active", null)).orElseThrow()).contains("--positive 0");
    assertThat(label.doubt(request("is_active", "1"))).isEmpty();
    assertThat(label.doubt(request("inactive", null))).isEmpty();
    assertThat(label.doubt(request("not_renewed", null))).isEmpty();
    assertThat(Label.value(-0.0)).isEqualTo("0");
  }

  private static BacktestRequest request(String label, String positive) {
    BacktestRequest plain = BacktestRequest.of(List.of(), label);
    return new BacktestRequest(
        plain.files(),
        label,
        Optional.ofNullable(positive),
        plain.id(),
        plain.split(),
        plain.drop(),
        plain.revenue(),
        plain.where(),
        plain.readerOptions(),
        plain.seed());
  }

  @Test
  void oneValueOrThreeCannotBePredicted() {
    assertThatThrownBy(() -> Label.of("churn", counts("no", "no"), Optional.empty()))
        .hasMessageContaining("single value: no (2 rows)");
    assertThatThrownBy(() -> Label.of("churn", counts("no", "yes", "perhaps"), Optional.empty()))
        .hasMessageContaining("not binary")
        .hasMessageContaining("perhaps (1 rows)")
        .hasMessageContaining("--positive VALUE");
  }

  @Test
  void oneNamedValueIsPredictedAgainstAllOthers() {
    Label label = Label.of("status", counts("left", "stayed", "paused"), Optional.of("Left"));
    assertThat(label.isEvent("LEFT")).isTrue();
    assertThat(label.isEvent("paused")).isFalse();
    assertThat(label.other()).isEqualTo("any other value");
  }
}
