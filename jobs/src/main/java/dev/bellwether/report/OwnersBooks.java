package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The book of each owner in a line, by {@code csm_book}: the largest expected loss first. */
final class OwnersBooks {
  private OwnersBooks() {}

  /** The lines; for the page of an owner that of the owner. */
  static List<Map<String, Object>> of(NightTables tables, Optional<String> owner) {
    return tables.published("csm_book").stream()
        .filter(row -> owner.isEmpty() || owner.equals(row.text("csm")))
        .sorted(
            Comparator.comparing(
                    (TableRow row) -> row.decimal("expected_arr_loss").orElse(BigDecimal.ZERO))
                .reversed()
                .thenComparing(row -> row.text("csm").orElse("")))
        .map(OwnersBooks::line)
        .toList();
  }

  private static Map<String, Object> line(TableRow row) {
    return new Fields()
        .with("owner", row.text("csm").filter(name -> !name.isEmpty()))
        .with("accounts", row.number("accounts"))
        .with("arr", row.decimal("arr"))
        .with("listed", row.number("listed_accounts"))
        .with("to_decide", row.decimal("available_to_renew_arr"))
        .with("loss", row.decimal("expected_arr_loss"))
        .with("at_risk", row.decimal("at_risk_arr"))
        .with("red", row.number("red_accounts"))
        .with("red_untouched", row.number("red_accounts_untouched"))
        .with("disagreements", row.number("open_disagreements"))
        .with("overdue", row.number("overdue_actions"))
        .asMap();
  }
}
