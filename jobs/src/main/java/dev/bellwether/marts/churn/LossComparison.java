package dev.bellwether.marts.churn;

import java.util.Arrays;

/**
 * The mean log loss of a challenger on the test, beside others', in nats per period.
 *
 * @param loss of the challenger
 * @param opponentLoss of what it is held against
 * @param calendarLoss of what the contract alone says
 * @param gain by how much its loss is less than its opponent's
 * @param gainStandardError of the gain, an account's periods counted as one
 */
record LossComparison(
    double loss, double opponentLoss, double calendarLoss, double gain, double gainStandardError) {

  /** Standard errors that chance alone exceeds in one case of twenty. */
  static final double NOISE = 1.645;

  /** The comparison of hazards that were given to the periods of a test. */
  static LossComparison of(
      TestPeriods test, double[] challenger, double[] opponent, double[] calendar) {
    double[] own = test.losses(challenger);
    double[] others = test.losses(opponent);
    double[] gains = new double[own.length];
    Arrays.setAll(gains, i -> others[i] - own[i]);
    return new LossComparison(
        TestPeriods.mean(own),
        TestPeriods.mean(others),
        TestPeriods.mean(test.losses(calendar)),
        TestPeriods.mean(gains),
        test.standardError(gains));
  }

  /** Whether the challenger is better by more than noise. */
  boolean isWon() {
    return gain > NOISE * gainStandardError;
  }
}
