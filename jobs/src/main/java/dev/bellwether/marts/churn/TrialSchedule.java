package dev.bellwether.marts.churn;

import dev.bellwether.platform.asof.Dates;
import java.time.LocalDate;
import java.util.Optional;

/** When a model is due to be tried: by when one was tried last, and what became of it since. */
final class TrialSchedule {
  /** Days between trials where the model adopted last no longer predicts; to the first, none. */
  private static final int RETRY_DAYS = 30;

  /** Days that a trial is given before drift asks for the next. */
  private static final int DRIFT_DAYS = 90;

  private final ModelRegistry registry;
  private final int retrainDays;

  /**
   * @param retrainDays days from one trial to the next
   */
  TrialSchedule(ModelRegistry registry, int retrainDays) {
    this.registry = registry;
    this.retrainDays = retrainDays;
  }

  /** Whether a date may need to know what became of customers; most nights need not. */
  boolean mayAsk(LocalDate date) {
    return Dates.isMonthEnd(date) || isDue(date, false);
  }

  /**
   * Whether a model is due on a date.
   *
   * @param hasDrifted whether the one in force has
   */
  boolean isDue(LocalDate date, boolean hasDrifted) {
    Optional<LocalDate> last = registry.lastTried(date);
    boolean isFallen = registry.isFallen(date);
    if (last.isEmpty() || (isFallen && registry.isAdopted(last.get()))) {
      return true;
    }
    int usual = hasDrifted ? Math.min(DRIFT_DAYS, retrainDays) : retrainDays;
    int days = isFallen ? Math.min(RETRY_DAYS, usual) : usual;
    return !date.isBefore(last.get().plusDays(days));
  }
}
