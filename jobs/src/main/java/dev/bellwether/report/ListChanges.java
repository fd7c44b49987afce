package dev.bellwether.report;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who came on the list, left it and moved much since the night before, and why, by {@code
 * renewal_change}: what the sentence of the night says in short. Chances and exchange rates move
 * every night: an account that is the same otherwise is told when its expected loss moved by a
 * hundredth of the list's.
 */
final class ListChanges {
  private static final List<String> KINDS = List.of("new", "left", "moved");

  /** Of a kind, those with the largest change of expected loss are shown; all are counted. */
  private static final int MOST = 25;

  /** Whys that hold on every night: chances move, and so do exchange rates. */
  private static final Set<String> SMALL = Set.of("probability", "arr");

  private static final BigDecimal A_HUNDREDTH = new BigDecimal("0.01");

  private static final Comparator<TableRow> BY_CHANGE_OF_LOSS =
      comparing(
              (TableRow row) ->
                  row.decimal("expected_arr_loss_change").orElse(BigDecimal.ZERO).abs())
          .reversed()
          .thenComparing(row -> row.required("account_id"));

  private ListChanges() {}

  /** Each kind of change that there is, in the order of the sentence. */
  static List<Map<String, Object>> of(NightTables tables, Optional<String> owner) {
    BigDecimal least = least(tables, owner);
    Map<String, List<TableRow>> byKind =
        tables.published("renewal_change").stream()
            .filter(row -> owner.isEmpty() || owner.equals(row.text("csm")))
            .filter(row -> isWorthSaying(row, least))
            .collect(groupingBy(row -> row.required("change")));
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      List<TableRow> rows = byKind.getOrDefault(kind, List.of());
      if (!rows.isEmpty()) {
        kinds.add(
            new Fields()
                .with("kind", kind)
                .with("since", rows.get(0).date("since_date"))
                .with("accounts", rows.size())
                .with(
                    "lines",
                    rows.stream()
                        .sorted(BY_CHANGE_OF_LOSS)
                        .limit(MOST)
                        .map(ListChanges::line)
                        .toList())
                .asMap());
      }
    }
    return kinds;
  }

  private static boolean isWorthSaying(TableRow row, BigDecimal least) {
    Optional<BigDecimal> now = row.decimal("expected_arr_loss");
    Optional<BigDecimal> before = row.decimal("expected_arr_loss_before");
    if (!SMALL.contains(row.required("why")) || now.isPresent() != before.isPresent()) {
      return true;
    }
    return now.isPresent() && now.get().subtract(before.get()).abs().compareTo(least) >= 0;
  }

  /** A hundredth of what the list is expected to lose. */
  private static BigDecimal least(NightTables tables, Optional<String> owner) {
    List<TableRow> listed = new RiskList(tables).of(owner);
    return TableRow.sum(listed, "expected_arr_loss").multiply(A_HUNDREDTH).max(A_HUNDREDTH);
  }

  private static Map<String, Object> line(TableRow row) {
    return new Fields()
        .with("id", row.required("account_id"))
        .with("name", row.text("account_name"))
        .with("owner", row.text("csm"))
        .with("why", row.required("why"))
        .with("arr", row.decimal("available_to_renew_arr"))
        .with("arr_before", row.decimal("available_to_renew_arr_before"))
        .with("loss", row.decimal("expected_arr_loss"))
        .with("loss_before", row.decimal("expected_arr_loss_before"))
        .asMap();
  }
}
