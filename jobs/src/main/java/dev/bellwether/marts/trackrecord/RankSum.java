package dev.bellwether.marts.trackrecord;

/**
 * How well an order by risk tells who churned: the area under the ROC curve, ties counted half,
 * from exact counts.
 *
 * <p>Levels are added in ascending order of risk.
 */
final class RankSum {
  private static final double NORMAL_975 = 1.959964;

  private long level;
  private long churnedHere;
  private long retainedHere;
  private long retainedBelow;
  private long churned;
  private long twiceConcordant;

  void add(long riskLevel, long churnedThere, long retainedThere) {
    if (riskLevel != level) {
      closeLevel();
      level = riskLevel;
    }
    churnedHere += churnedThere;
    retainedHere += retainedThere;
  }

  private void closeLevel() {
    twiceConcordant += churnedHere * (2 * retainedBelow + retainedHere);
    churned += churnedHere;
    retainedBelow += retainedHere;
    churnedHere = 0;
    retainedHere = 0;
  }

  /** The share of pairs of a churned and a retained one in the right order; null without a pair. */
  Double area() {
    closeLevel();
    return churned == 0 || retainedBelow == 0
        ? null
        : twiceConcordant / (2.0 * churned * retainedBelow);
  }

  /**
   * Half the width of a 95% interval around an area, by Hanley and McNeil, "The meaning and use of
   * the area under a receiver operating characteristic curve", Radiology 143 (1982).
   *
   * @param churned how many independent ones churned; several observations of an account are one
   * @param retained how many independent ones did not
   */
  static double halfInterval(double area, double churned, double retained) {
    double square = area * area;
    double ofChurned = (churned - 1) * (area / (2 - area) - square);
    double ofRetained = (retained - 1) * (2 * square / (1 + area) - square);
    double variance = (area * (1 - area) + ofChurned + ofRetained) / (churned * retained);
    return NORMAL_975 * StrictMath.sqrt(Math.max(0, variance));
  }
}
