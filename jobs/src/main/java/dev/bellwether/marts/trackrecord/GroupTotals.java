package dev.bellwether.marts.trackrecord;

import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The evidence of one group, summed; added in ascending order of risk. */
final class GroupTotals {
  /** Under this many churned accounts, a figure would say little, and is null. */
  static final int FEWEST_CHURNED = 10;

  private static final List<String> BANDS = List.of("green", "yellow", "red");

  private final boolean isProbable;
  private final RankSum ranks = new RankSum();
  private final CalibrationError calibration = new CalibrationError();
  private final long[] bandSize = new long[BANDS.size()];
  private final long[] bandChurned = new long[BANDS.size()];
  private final List<Integer> leads = new ArrayList<>();
  private LocalDate firstObservedOn = LocalDate.MAX;
  private LocalDate lastObservedOn = LocalDate.MIN;
  private long n;
  private long churned;
  private long lossUnits;
  private long churnedAccounts;
  private long coloured;
  private long watermelons;

  /**
   * @param isProbable whether what was said is a probability, and not a colour
   */
  GroupTotals(boolean isProbable) {
    this.isProbable = isProbable;
  }

  void add(Evidence one) {
    if (one.churnedAccounts > 0) {
      addChurnedAccounts(one);
      return;
    }
    n += one.n;
    churned += one.events;
    firstObservedOn = earlier(firstObservedOn, one.firstObservedOn);
    lastObservedOn = later(lastObservedOn, one.lastObservedOn);
    ranks.add(one.level, one.events, one.n - one.events);
    if (isProbable) {
      lossUnits += one.lossUnits;
      calibration.add(one.level, one.n, one.events, one.probabilityUnits);
    } else {
      int band = BANDS.indexOf(one.band);
      bandSize[band] += one.n;
      bandChurned[band] += one.events;
    }
  }

  private void addChurnedAccounts(Evidence lost) {
    churnedAccounts += lost.churnedAccounts;
    if (lost.greenBefore != null) {
      coloured += lost.churnedAccounts;
      watermelons += lost.greenBefore ? lost.churnedAccounts : 0;
    }
    if (lost.leadDays != null) {
      leads.addAll(Collections.nCopies((int) lost.churnedAccounts, lost.leadDays));
    }
  }

  /** The measured columns of track_record, in the order of its contract. */
  Object[] values() {
    boolean enough = churnedAccounts >= FEWEST_CHURNED;
    Double area = enough ? ranks.area() : null;
    Double half = area == null ? null : halfInterval(area);
    return new Object[] {
      n,
      churned,
      churnedAccounts,
      Date.valueOf(firstObservedOn),
      Date.valueOf(lastObservedOn),
      area,
      half == null ? null : Math.max(0, area - half),
      half == null ? null : Math.min(1, area + half),
      enough && isProbable ? lossUnits * SignalOutcomes.LOSS_UNIT / n : null,
      enough && isProbable ? calibration.value() : null,
      isProbable ? calibration.expected() : null,
      isProbable ? null : bandSize[0],
      isProbable ? null : bandSize[1],
      isProbable ? null : bandSize[2],
      enough ? share(bandChurned[0], bandSize[0]) : null,
      enough ? share(bandChurned[1], bandSize[1]) : null,
      enough ? share(bandChurned[2], bandSize[2]) : null,
      coloured >= FEWEST_CHURNED ? share(watermelons, coloured) : null,
      leads.size() >= FEWEST_CHURNED ? median(leads) : null,
      enough ? share(bandSize[2] - bandChurned[2], isProbable ? 0 : n - churned) : null
    };
  }

  /** Retained accounts are counted as on one month-end on average: never more than there were. */
  private double halfInterval(double area) {
    long monthEnds =
        ChronoUnit.MONTHS.between(YearMonth.from(firstObservedOn), YearMonth.from(lastObservedOn))
            + 1;
    double retained = Math.max(1, (n - churned) / (double) monthEnds);
    return RankSum.halfInterval(area, (double) churnedAccounts, retained);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static Double share(long part, long whole) {
    return whole == 0 ? null : part / (double) whole;
  }

  private static Double median(List<Integer> values) {
    List<Integer> ordered = values.stream().sorted().toList();
    int half = ordered.size() / 2;
    return ordered.size() % 2 == 1
        ? ordered.get(half)
        : (ordered.get(half - 1) + ordered.get(half)) / 2.0;
  }
}
