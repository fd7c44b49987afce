package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static List<Map<String, Object>> figures(List<TableRow> listed, TableRow... books) {
    Figures.Night now = new Figures.Night(listed, List.of(books));
    return new Figures(now, Optional.empty(), 90).all();
  }

  private static Map<String, Object> loss(TableRow... listed) {
    return figures(List.of(listed)).get(1);
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

  @Test
  void whatNobodyTouchedAndWhatIsToSettleAreTheSumsOfTheBooks() {
    TableRow[] books = {
      row(
          "untouched_arr",
          new BigDecimal("10.00"),
          "open_disagreements",
          1L,
          "unreviewed_accounts",
          2L,
          "red_accounts_untouched",
          0L),
      row(
          "untouched_arr",
          new BigDecimal("2.50"),
          "open_disagreements",
          3L,
          "unreviewed_accounts",
          0L)
    };
    List<Map<String, Object>> figures =
        figures(List.of(listing("A", 1, "days_since_last_touch", 40)), books);
    assertThat(figures.get(2)).containsEntry("value", new BigDecimal("12.50"));
    assertThat(figures.get(3))
        .containsEntry("value", 4L)
        .containsEntry("note", "to settle; 2 of 1 not reviewed");
  }

  @Test
  void whereNoTouchIsKnownNoFigureSaysThatNobodyWasTouched() {
    assertThat(figures(List.of(listing("A", 1)), row("accounts", 3L)).get(2))
        .doesNotContainKey("value")
        .containsEntry("note", "who was in touch when is not known");
  }

  @Test
  void monthToMonthTermsAreToldBesideWhatIsDecidedOnADay() {
    List<Map<String, Object>> figures =
        figures(
            List.of(
                listing("A", 1),
                listing("B", 2, "urgency", "monthly", "band", "red"),
                listing("C", 3, "urgency", "monthly", "available_to_renew_arr", null)));
    assertThat(figures.get(0))
        .containsEntry("value", new BigDecimal("1200.00"))
        .containsEntry("note", "1 accounts, none red")
        .containsEntry("monthly", new BigDecimal("1200.00"))
        .containsEntry("monthly_accounts", 2);
    assertThat(figures.get(1)).doesNotContainKeys("value", "monthly");
  }
}
