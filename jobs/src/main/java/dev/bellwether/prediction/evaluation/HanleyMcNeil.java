package dev.bellwether.prediction.evaluation;

/**
 * The 95% interval of an AUC from its value and two counts alone, by Hanley and McNeil, "The
 * meaning and use of the area under a receiver operating characteristic curve", Radiology 143
 * (1982). For figures that are summed anew every night, where resampling ({@link Bootstrap}) would
 * cost hundreds of passes over history.
 */
public final class HanleyMcNeil {
  private static final double NORMAL_975 = 1.959964;

  private HanleyMcNeil() {}

  /**
   * An AUC with its interval.
   *
   * @param events how many independent rows had the event; several rows of one account are one
   * @param others how many independent rows had not
   */
  public static Estimate of(double auc, double events, double others) {
    double half = NORMAL_975 * standardError(auc, events, others);
    return new Estimate(auc, Math.max(0, auc - half), Math.min(1, auc + half));
  }

  static double standardError(double auc, double events, double others) {
    double square = auc * auc;
    double ofEvents = (events - 1) * (auc / (2 - auc) - square);
    double ofOthers = (others - 1) * (2 * square / (1 + auc) - square);
    double variance = (auc * (1 - auc) + ofEvents + ofOthers) / (events * others);
    return StrictMath.sqrt(Math.max(0, variance));
  }
}
