package dev.bellwether.marts.trackrecord;

import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.prediction.evaluation.Auc;
import dev.bellwether.prediction.evaluation.CalibrationError;
import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.HanleyMcNeil;
import dev.bellwether.prediction.evaluation.RiskLevels;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The evidence of one group, summed; added from the highest risk to the lowest. */
final class GroupTotals {
  private static final int FEWEST_CHURNED = Evaluation.FEWEST_EVENTS;
  private static final List<String> BANDS = List.of(Band.GREEN, Band.YELLOW, Band.RED);

  private final boolean isProbable;
  private final RiskLevels levels = new RiskLevels();
  private final long[] bandSize = new long[BANDS.size()];
  private final long[] bandChurned = new long[BANDS.size()];
  private final List<Integer> leads = new ArrayList<>();
  private LocalDate firstObservedOn = LocalDate.MAX;
  private LocalDate lastObservedOn = LocalDate.MIN;
  private long level;
  private long rowsOfLevel;
  private long eventsOfLevel;
  private long probabilityUnitsOfLevel;
  private long lossUnits;
  private long churnedAccounts;
  private long coloured;
  private long watermelons;

  /**
   * @param isProbable whether the signal is a probability, and not a colour
   */
  GroupTotals(boolean isProbable) {
    this.isProbable = isProbable;
  }

  void add(Evidence one) {
    if (one.churnedAccounts > 0) {
      addChurnedAccounts(one);
      return;
    }
    firstObservedOn = earlier(firstObservedOn, one.firstObservedOn);
    lastObservedOn = later(lastObservedOn, one.lastObservedOn);
    addToLevel(one);
    lossUnits += one.lossUnits;
    if (!isProbable) {
      int band = BANDS.indexOf(one.band);
      bandSize[band] += one.n;
      bandChurned[band] += one.events;
    }
  }

  /**
   * In whole units until the level is complete, so that it does not matter in which parts it came.
   */
  private void addToLevel(Evidence one) {
    if (one.level != level) {
      completeLevel();
      level = one.level;
    }
    rowsOfLevel += one.n;
    eventsOfLevel += one.events;
    probabilityUnitsOfLevel += one.probabilityUnits;
  }

  private void completeLevel() {
    double expected = probabilityUnitsOfLevel * Evidence.PROBABILITY_UNIT;
    levels.add((double) level, rowsOfLevel, eventsOfLevel, expected);
    rowsOfLevel = 0;
    eventsOfLevel = 0;
    probabilityUnitsOfLevel = 0;
  }

  private void addChurnedAccounts(Evidence lost) {
    churnedAccounts += lost.churnedAccounts;
    lost.greenBefore.ifPresent(
        isGreen -> {
          coloured += lost.churnedAccounts;
          watermelons += isGreen ? lost.churnedAccounts : 0;
        });
    lost.leadDays.ifPresent(
        days -> leads.addAll(Collections.nCopies((int) lost.churnedAccounts, days)));
  }

  /** Sets the measured columns of a row of track_record; figures of too few stay null. */
  void fill(NamedRow row) {
    completeLevel();
    row.set("n", levels.rows())
        .set("events", levels.events())
        .set("churned_accounts", churnedAccounts)
        .set("first_observed_on", Date.valueOf(firstObservedOn))
        .set("last_observed_on", Date.valueOf(lastObservedOn));
    boolean isEnough = churnedAccounts >= FEWEST_CHURNED;
    if (isEnough && levels.rows() > levels.events()) {
      fillAuc(row);
    }
    if (isProbable) {
      fillProbabilities(row, isEnough);
    } else {
      fillBands(row, isEnough);
    }
    if (coloured >= FEWEST_CHURNED) {
      row.set("watermelon_rate", watermelons / (double) coloured);
    }
    if (leads.size() >= FEWEST_CHURNED) {
      row.set("median_lead_days", median(leads));
    }
  }

  /** Retained accounts are counted as on one month-end on average: never more than there were. */
  private void fillAuc(NamedRow row) {
    long monthEnds =
        ChronoUnit.MONTHS.between(YearMonth.from(firstObservedOn), YearMonth.from(lastObservedOn))
            + 1;
    double retained = Math.max(1, (levels.rows() - levels.events()) / (double) monthEnds);
    Estimate auc = HanleyMcNeil.of(new Auc().of(levels), (double) churnedAccounts, retained);
    row.set("auc", auc.value()).set("auc_low", auc.low()).set("auc_high", auc.high());
  }

  private void fillProbabilities(NamedRow row, boolean isEnough) {
    row.set("expected_churned", levels.expected());
    if (isEnough) {
      row.set("log_loss", lossUnits * Evidence.LOSS_UNIT / levels.rows())
          .set("ece", CalibrationError.of(levels));
    }
  }

  private void fillBands(NamedRow row, boolean isEnough) {
    for (int band = 0; band < BANDS.size(); band++) {
      row.set("n_" + BANDS.get(band), bandSize[band]);
      if (isEnough && bandSize[band] > 0) {
        double rate = bandChurned[band] / (double) bandSize[band];
        row.set("churn_rate_" + BANDS.get(band), rate);
      }
    }
    long retained = levels.rows() - levels.events();
    if (isEnough && retained > 0) {
      int red = BANDS.indexOf("red");
      row.set("retained_red_share", (bandSize[red] - bandChurned[red]) / (double) retained);
    }
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static double median(List<Integer> values) {
    List<Integer> ordered = values.stream().sorted().toList();
    int size = ordered.size();
    return (ordered.get((size - 1) / 2) + ordered.get(size / 2)) / 2.0;
  }
}
