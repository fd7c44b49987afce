package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListChangesTest {
  private static TableRow moved(String account, String why, String lossBefore, String loss) {
    return row(
        "account_id",
        account,
        "change",
        "moved",
        "why",
        why,
        "since_date",
        NIGHT.minusDays(1),
        "available_to_renew_arr_before",
        new BigDecimal("1000.00"),
        "available_to_renew_arr",
        new BigDecimal("1000.00"),
        "expected_arr_loss_before",
        lossBefore == null ? null : new BigDecimal(lossBefore),
        "expected_arr_loss",
        loss == null ? null : new BigDecimal(loss));
  }

  private static List<Object> told(TableRow... rows) {
    GivenTables tables =
        new GivenTables()
            .published("renewal_change", rows)
            .published(
                "renewal_risk",
                listing("a", 1, "expected_arr_loss", new BigDecimal("600.00")),
                listing("b", 2, "expected_arr_loss", new BigDecimal("400.00")));
    return ListChanges.of(tables, Optional.empty()).stream()
        .flatMap(kind -> ((List<?>) kind.get("lines")).stream())
        .map(line -> ((Map<?, ?>) line).get("id"))
        .map(Object.class::cast)
        .toList();
  }

  @Test
  void aChanceThatMovedALittleIsNotToldAndOneThatMovedAHundredthOfTheListIs() {
    assertThat(
            told(
                moved("little", "probability", "100.00", "109.99"),
                moved("much", "probability", "100.00", "110.00"),
                moved("less", "arr", "100.00", "89.00"),
                moved("known", "probability", null, "1.00"),
                moved("still_nothing", "probability", "0.00", "0.00"),
                moved("health", "health", "100.00", "100.00")))
        .containsExactlyInAnyOrder("much", "less", "known", "health");
  }
}
