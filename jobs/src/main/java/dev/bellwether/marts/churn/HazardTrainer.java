package dev.bellwether.marts.churn;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Draw;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fold;
import dev.bellwether.prediction.Role;
import dev.bellwether.prediction.Trainer;
import dev.bellwether.prediction.evaluation.Evaluation;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Learns hazards from periods, and calibrates them on rows that the models have not seen.
 *
 * <p>Over two years of observation dates, the last quarter of them calibrates: a period learns only
 * when it had ended, gap included, before the first of these. With less history that would leave
 * too little to learn from, so calibration is out of fold, by account.
 */
final class HazardTrainer {
  private static final int FOLDS = 3;
  private static final double CALIBRATION_SHARE = 0.25;

  /** Of the dates before calibration, the share that stops the booster. */
  private static final double STOPPING_SHARE = 0.2;

  private static final int LONG_HISTORY_DAYS = 2 * 365;

  /** Accounts that must have churned among the periods that calibrate. */
  private static final int FEWEST_TO_CALIBRATE = 50;

  /** Of everything random. */
  static final long SEED = 20;

  private final int gapDays;

  /**
   * @param gapDays days after a period until its outcome is known
   */
  HazardTrainer(int gapDays) {
    this.gapDays = gapDays;
  }

  /**
   * Learns.
   *
   * @param periods what to learn from, all decided before the test
   * @param days the observation dates before the test, ascending, in days since 1970-01-01
   */
  CalibratedModels train(FeatureTable periods, List<Integer> days) {
    if (days.get(days.size() - 1) - days.get(0) >= LONG_HISTORY_DAYS) {
      int calibrateFrom = at(days, 1 - CALIBRATION_SHARE);
      int stopFrom = at(days, (1 - CALIBRATION_SHARE) * (1 - STOPPING_SHARE));
      int gap = gapDays;
      Role.OfRows roles = period -> role(period, gap, stopFrom, calibrateFrom);
      Map<Role, Long> churned = churnedAccounts(periods.examples(), roles);
      if (churned.getOrDefault(Role.TRAINS, 0L) >= Evaluation.FEWEST_EVENTS
          && churned.getOrDefault(Role.STOPS, 0L) >= Evaluation.FEWEST_EVENTS
          && churned.getOrDefault(Role.CALIBRATES, 0L) >= FEWEST_TO_CALIBRATE) {
        return new Trainer(SEED).overTime(periods, roles).trained();
      }
    }
    Fold all = new Fold(FOLDS, period -> Draw.of(period.id(), "fold", FOLDS));
    return new Trainer(SEED).crossFitted(periods, all).trained();
  }

  private static Role role(Example period, int gapDays, int stopFrom, int calibrateFrom) {
    if (period.time() >= calibrateFrom) {
      return Role.CALIBRATES;
    }
    if (period.time() < stopFrom) {
      return isDecided(period, gapDays, stopFrom) ? Role.TRAINS : Role.UNUSED;
    }
    return isDecided(period, gapDays, calibrateFrom) ? Role.STOPS : Role.UNUSED;
  }

  private static int at(List<Integer> days, double share) {
    return days.get((int) Math.floor(days.size() * share));
  }

  /** Whether a period's outcome was known on a day. */
  static boolean isDecided(Example period, int gapDays, int day) {
    return period.time() + HazardPeriods.number(period) * HazardPeriods.DAYS + gapDays <= day;
  }

  private static Map<Role, Long> churnedAccounts(JavaRDD<Example> periods, Role.OfRows roles) {
    return periods
        .filter(Example::event)
        .mapToPair(period -> new Tuple2<>(roles.of(period), period.id()))
        .distinct()
        .countByKey();
  }
}
