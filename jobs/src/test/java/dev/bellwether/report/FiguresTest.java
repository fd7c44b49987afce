package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static Map<String, Object> loss(dev.bellwether.reading.TableRow... listed) {
    return new Figures(List.of(listed), Optional.empty(), 90).all().get(1);
  }

  @Test
  void aLossThatIsKnownOfNobodyIsUnknownAndNotZero() {
    assertThat(loss(listing("A", 1), listing("B", 2)))
        .doesNotContainKey("value")
        .containsEntry("note", "0 of 2 accounts with a known chance of churn");
  }

  @Test
  void aLossThatIsKnownOfSomeIsTheSumOfThese() {
    assertThat(loss(listing("A", 1, "expected_arr_loss", new BigDecimal("2.50")), listing("B", 2)))
        .containsEntry("value", new BigDecimal("2.50"));
  }

  @Test
  void anEmptyListLosesNothing() {
    assertThat(loss()).containsEntry("value", BigDecimal.ZERO);
  }
}
