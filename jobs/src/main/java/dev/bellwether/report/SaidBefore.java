package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was said of renewals before they were decided, beside what was lost, by {@code
 * renewal_outcome}; amounts in the reporting currency. What an unpriced renewal lost is not known,
 * so it is left out.
 */
final class SaidBefore {
  private static final List<Integer> CHECKPOINTS = List.of(180, 90, 30);
  private static final List<String> BANDS = List.of("green", "yellow", "red");
  private static final List<String> STATUSES = List.of("good", "monitor", "at_risk");

  private final List<TableRow> decided;

  SaidBefore(NightTables tables) {
    this.decided =
        tables.stored("renewal_outcome", LocalDate.EPOCH).stream()
            .filter(row -> row.decimal("lost_arr").isPresent())
            .filter(
                row -> row.date("decided_on").filter(d -> !d.isAfter(tables.asOf())).isPresent())
            .toList();
  }

  /** What was lost of each colour of health and of CSMs, 180, 90 and 30 days before. */
  List<Map<String, Object>> byBands() {
    List<Map<String, Object>> said = new ArrayList<>();
    for (int days : CHECKPOINTS) {
      said.addAll(said("Health", "band_" + days + "d", BANDS, days));
      said.addAll(said("CSM", "csm_band_" + days + "d", BANDS, days));
    }
    return said;
  }

  /** What was lost of each status: by the numbers, the CSM's, and the one that was settled. */
  List<Map<String, Object>> byStatuses() {
    List<Map<String, Object>> said = new ArrayList<>();
    said.addAll(said("The numbers, 90 days before", "automated_status_90d", STATUSES, 90));
    said.addAll(said("The CSM, last word", "csm_status", STATUSES, 0));
    said.addAll(said("Settled, last word", "final_status", STATUSES, 0));
    return said;
  }

  private List<Map<String, Object>> said(String who, String column, List<String> words, int days) {
    Map<String, List<TableRow>> byWord =
        decided.stream()
            .filter(row -> row.text(column).isPresent())
            .collect(groupingBy(row -> row.required(column)));
    return words.stream()
        .filter(byWord::containsKey)
        .map(word -> summed(byWord.get(word)).with("who", who).with("said", word))
        .map(fields -> fields.with("days", days).asMap())
        .toList();
  }

  private static Fields summed(List<TableRow> rows) {
    return new Fields()
        .with("decisions", rows.size())
        .with("arr", TableRow.sum(rows, "available_to_renew_arr"))
        .with("lost", TableRow.sum(rows, "lost_arr"));
  }
}
