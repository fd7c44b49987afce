package dev.bellwether.marts.health;

import static dev.bellwether.platform.config.Band.UNKNOWN;

import dev.bellwether.platform.asof.Windows;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * One account's nights in the order of their dates: bands with hysteresis, the freeze of accounts
 * that are not customers, and changes against earlier nights.
 *
 * <p>Rows are {@link HealthRows#NIGHT}. Those of dates to complete are drafts that this class
 * completes; the others are nights as stored.
 */
final class HealthHistory implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1;

  /** What an account keeps from its last night as a customer. */
  private static final List<String> FROZEN =
      List.of(
          "scorecard",
          "scorecard_version",
          "scorecard_hash",
          "override",
          "override_reason",
          "override_expires_on",
          "score",
          "score_before_overrides",
          "band",
          "band_raw",
          "across_since",
          "band_since",
          "weeks_in_band",
          "coverage",
          "confidence",
          "data_age_days",
          "account_age_days",
          "scored_on");

  private final Map<String, HealthBands> bands;
  private final ScorecardHistory scorecards;
  private final Set<LocalDate> dates;
  private final Map<LocalDate, LocalDate> nightBefore;

  /**
   * @param bands the bands of each scorecard
   * @param dates the dates to complete
   * @param nightBefore the night before each of them, where there is one
   */
  HealthHistory(
      Map<String, HealthBands> bands,
      ScorecardHistory scorecards,
      List<LocalDate> dates,
      Map<LocalDate, LocalDate> nightBefore) {
    this.bands = bands;
    this.scorecards = scorecards;
    this.dates = Set.copyOf(dates);
    this.nightBefore = Map.copyOf(nightBefore);
  }

  @Override
  public Iterator<Row> call(String accountId, Iterator<Row> inOrder) {
    List<Row> completed = new ArrayList<>();
    Map<LocalDate, HealthNight> nights = new HashMap<>();
    while (inOrder.hasNext()) {
      HealthNight night = new HealthNight(inOrder.next());
      if (dates.contains(night.date())) {
        complete(night, nights.get(nightBefore.get(night.date())));
        completed.add(withChanges(night, nights));
      }
      nights.put(night.date(), night);
    }
    return completed.iterator();
  }

  private void complete(HealthNight night, HealthNight before) {
    if (night.isCustomer()) {
      // who comes back after a churn starts anew, without a memory
      boolean remembers = before != null && before.wasScored() && night.isSameCustomerSince(before);
      band(night, remembers ? before.bandState() : null);
      trend(night, remembers ? before : null);
      night.set(
          "disagreement",
          CsmComparison.disagreement((String) night.get("band"), (String) night.get("csm_band")));
    } else {
      freeze(night, before);
    }
  }

  private void band(HealthNight night, BandState before) {
    HealthBands own = bands.get((String) night.get("scorecard"));
    BandState state = own.next(before, night.date(), night.score(), night.coverage());
    night.set("band_raw", own.plain(night.score(), night.coverage()));
    night.set("band", state.band());
    night.set(
        "across_since", state.acrossSince() == null ? null : Date.valueOf(state.acrossSince()));
    night.set("scored_on", night.get("as_of_date"));
  }

  /** Since when it has been in its band, as far as nights tell. */
  private static void trend(HealthNight night, HealthNight before) {
    boolean stays = before != null && Objects.equals(before.get("band"), night.get("band"));
    Date since = (Date) (stays ? before.get("band_since") : night.get("as_of_date"));
    night.set("band_since", since);
    night.set(
        "weeks_in_band",
        since == null ? null : (int) ChronoUnit.WEEKS.between(since.toLocalDate(), night.date()));
  }

  /** An account that was never scored keeps its draft's measures, all unknown. */
  private static void freeze(HealthNight night, HealthNight before) {
    if (before != null && before.wasScored()) {
      FROZEN.forEach(column -> night.set(column, before.get(column)));
      night.setLines(before.lines());
      return;
    }
    FROZEN.forEach(column -> night.set(column, null));
    night.set("band", UNKNOWN);
    night.set("band_raw", UNKNOWN);
  }

  private Row withChanges(HealthNight night, Map<LocalDate, HealthNight> nights) {
    List<Row> rows = new ArrayList<>();
    Map<LocalDate, List<Change>> changes = new HashMap<>();
    for (LocalDate date : earlierNights(night.date())) {
      HealthNight from = nights.get(date);
      if (isComparable(from, night)) {
        List<Change> since = ChangeDecomposition.between(from.point(), night.point(), scorecards);
        changes.put(date, since);
        since.forEach(change -> rows.add(HealthRows.ofChange(date, change)));
      }
    }
    for (int days : Windows.SHORT_TO_LONG) {
      HealthNight from = nights.get(night.date().minusDays(days));
      boolean isChange = isComparable(from, night);
      night.set("change_" + days + "d", isChange ? night.score() - from.score() : null);
    }
    night.set("change_text", text(night, changes));
    return night.row(rows);
  }

  /** In words: since four weeks before if that night exists, else one, else the night before. */
  private String text(HealthNight night, Map<LocalDate, List<Change>> changes) {
    LocalDate date = night.date();
    return Stream.of(
            date.minusDays(Windows.MONTH), date.minusDays(Windows.WEEK), nightBefore.get(date))
        .filter(changes::containsKey)
        .findFirst()
        .map(from -> ChangeText.of(from, date, changes.get(from), (String) night.get("scorecard")))
        .orElse(null);
  }

  /** The night before, and those a window before. */
  private Set<LocalDate> earlierNights(LocalDate date) {
    Set<LocalDate> nights = new TreeSet<>();
    if (nightBefore.containsKey(date)) {
      nights.add(nightBefore.get(date));
    }
    for (int days : Windows.SHORT_TO_LONG) {
      nights.add(date.minusDays(days));
    }
    return nights;
  }

  private static boolean isComparable(HealthNight from, HealthNight to) {
    return from != null
        && from.score() != null
        && to.score() != null
        && to.isSameCustomerSince(from);
  }
}
