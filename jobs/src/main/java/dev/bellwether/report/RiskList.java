package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The list of a page: a row per account of {@code renewal_risk}, in its order, beside what the
 * night's other tables say of the account.
 */
final class RiskList {
  /** How many dates of a year a small line shows. */
  private static final int MONTHS_SHOWN = 12;

  private static final Map<String, String> METHODS =
      Map.of(
          "blend", "model",
          "boosting", "model",
          "logistic", "model",
          "band_rate", "observed rate",
          "notice_rate", "under notice",
          "lapse_table", "rate of returns",
          "unknown", "unknown");

  private final NightTables tables;

  RiskList(NightTables tables) {
    this.tables = tables;
  }

  /** The listed accounts of an owner, or of everyone, by rank. */
  List<TableRow> of(Optional<String> owner) {
    return tables.published("renewal_risk").stream()
        .filter(row -> owner.isEmpty() || owner.equals(row.text("csm")))
        .sorted(Comparator.comparingLong(row -> row.count("rank")))
        .toList();
  }

  /** What the page shows of each of these accounts; small lines are over {@link #days()}. */
  List<Map<String, Object>> rows(List<TableRow> listed) {
    Map<String, TableRow> health = byAccount(tables.published("account_health").stream());
    Set<String> listedBefore =
        tables.publishedBefore("renewal_risk").stream()
            .map(row -> row.required("account_id"))
            .collect(toSet());
    Map<String, Map<LocalDate, TableRow>> scores = scores();
    Set<LocalDate> dates = days();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TableRow listing : listed) {
      String account = listing.required("account_id");
      Fields row = listing(listing).with("line", rows.size()).with("reasons", reasons(listing));
      Optional.ofNullable(health.get(account)).ifPresent(h -> withHealth(row, h));
      withFacts(row, listing);
      withStatuses(row, listing);
      row.with("is_new", tables.before().isPresent() && !listedBefore.contains(account));
      row.with("spark", sparkline(scores.getOrDefault(account, Map.of()), dates));
      rows.add(row.asMap());
    }
    return rows;
  }

  private static Fields listing(TableRow listing) {
    return new Fields()
        .with("id", listing.required("account_id"))
        .with("rank", listing.count("rank"))
        .with("name", listing.text("account_name").filter(name -> !name.isBlank()))
        .with("segment", listing.text("segment"))
        .with("owner", listing.text("csm"))
        .with("situation", listing.required("situation"))
        .with("urgency", listing.text("urgency"))
        .with("decision", listing.date("decision_date"))
        .with("renewal", listing.date("renewal_date"))
        .with("days", listing.count("days_to_decision"))
        .with("decisions", listing.count("decisions"))
        .with("arr", listing.decimal("available_to_renew_arr"))
        .with("p", listing.number("churn_probability"))
        .with("p_unknown", whyUnknown(listing))
        .with("method", listing.text("method").map(name -> METHODS.getOrDefault(name, name)))
        .with("loss", listing.decimal("expected_arr_loss"))
        .with("band", listing.required("band"))
        .with("score", listing.number("score"))
        .with("sentence", listing.text("health_change"))
        .with("csm", listing.text("csm_band"))
        .with("disagreement", listing.text("disagreement"))
        .with("parent", listing.text("parent_account_id"))
        .with("group_arr", listing.decimal("parent_arr"))
        .with("group_score", listing.number("parent_weighted_score"))
        .with("group_worst", listing.text("parent_worst_band"))
        // published before there was a parent_band
        .with("group_band", listing.text("parent_band").or(() -> listing.text("parent_worst_band")))
        .with("link", listing.text("account_link").filter(link -> link.startsWith("https://")));
  }

  /** Why there is no chance of churn; empty where there is one. */
  private static Optional<String> whyUnknown(TableRow listing) {
    if (listing.decimal("churn_probability").isPresent()) {
      return Optional.empty();
    }
    boolean isLapsed = listing.is("situation", "lapsed");
    return Optional.of(
        !listing.is("method", "unknown")
            ? "none was predicted"
            : isLapsed
                ? "not enough lapsed customers have stayed away to say"
                : "not enough customers have left to say");
  }

  /** What there is to know before a call, and to do. */
  private static void withFacts(Fields row, TableRow listing) {
    row.with("terms", listing.text("terms"))
        .with("deadline", listing.date("notice_deadline"))
        .with("last_outcome", listing.text("last_renewal_outcome"))
        .with("last_renewal", listing.date("last_renewal_date"))
        .with("past_due", listing.number("days_past_due"))
        .with("escalations", listing.number("open_escalations"))
        .with("oldest_ticket", listing.number("oldest_open_ticket_days"))
        .with("stuck", listing.isTrue("has_stuck_ticket"))
        .with("support_move", listing.text("support_move"))
        .with("sponsor", listing.text("sponsor"))
        .with("sponsorless", listing.number("days_without_sponsor"))
        .with("touched", listing.date("last_touch_on"))
        .with("next_touch", listing.date("next_touch_on"))
        .with("expansion", listing.isTrue("expansion_signal"))
        .with("action", listing.text("action_text"))
        .with("action_due", listing.date("action_due_on"))
        .with("action_id", listing.text("action_id"))
        .with("action_role", listing.text("action_role"))
        .with("action_state", listing.text("action_state"))
        .with("action_overdue", listing.isTrue("action_is_overdue"));
  }

  /** What the numbers, the CSM and the leader say of the renewal. */
  private static void withStatuses(Fields row, TableRow listing) {
    row.with("automated", listing.text("automated_status"))
        .with("csm_status", listing.text("csm_status"))
        .with("csm_forecast", listing.text("csm_forecast"))
        .with("final_status", listing.text("final_status"))
        .with("to_settle", listing.isTrue("to_settle"))
        .with("reviewed", listing.date("reviewed_on"))
        .with("reviewer", listing.text("reviewed_by"))
        .with("snoozed", listing.date("snoozed_until"))
        .with("note", listing.text("review_note"))
        .with("at_review", atReview(listing));
  }

  private static Optional<Map<String, Object>> atReview(TableRow listing) {
    return listing
        .date("list_at_review_on")
        .map(
            on ->
                new Fields()
                    .with("on", on)
                    .with("rank", listing.number("rank_at_review"))
                    .with("score", listing.number("score_at_review"))
                    .with("loss", listing.decimal("expected_arr_loss_at_review"))
                    .asMap());
  }

  private static List<String> reasons(TableRow listing) {
    return Stream.of("reason_1", "reason_2", "reason_3")
        .flatMap(column -> listing.text(column).stream())
        .toList();
  }

  private static void withHealth(Fields row, TableRow health) {
    row.with("change", health.number("change_28d"))
        .with("coverage", health.number("coverage"))
        .with("confidence", health.number("confidence"));
  }

  /** The days of the past year of which scores are stored, in order. */
  Set<LocalDate> days() {
    return ofTheYear().stream()
        .map(row -> row.date("as_of_date").orElseThrow())
        .collect(toCollection(TreeSet::new));
  }

  private List<TableRow> ofTheYear() {
    return tables.stored("account_health", tables.asOf().minusMonths(MONTHS_SHOWN));
  }

  /** Scores of the past year by account and date. */
  private Map<String, Map<LocalDate, TableRow>> scores() {
    return ofTheYear().stream()
        .collect(
            groupingBy(
                row -> row.required("account_id"),
                toMap(row -> row.date("as_of_date").orElseThrow(), row -> row)));
  }

  /** A score for each date, in order; null where none is known. */
  private static List<Object> sparkline(Map<LocalDate, TableRow> ofAccount, Set<LocalDate> dates) {
    List<Object> line = new ArrayList<>();
    for (LocalDate date : dates) {
      line.add(
          Optional.ofNullable(ofAccount.get(date))
              .filter(row -> row.number("score").isPresent())
              .map(row -> Math.round(row.number("score").getAsDouble()))
              .orElse(null));
    }
    return line;
  }

  private static Map<String, TableRow> byAccount(Stream<TableRow> rows) {
    return rows.collect(toMap(row -> row.required("account_id"), row -> row));
  }
}
