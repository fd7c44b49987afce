package dev.bellwether.marts.renewals;

/**
 * A life table of lapses: from how many came back on each day without service, how likely somebody
 * is to stay away until the gap has passed.
 *
 * <p>The chance to come back on a day is that of the lapses still open on it, shrunk by pseudo
 * lapses to the mean chance of all days: (returned on the day + s x mean) / (open + s), mean =
 * returns / open lapse-days. So a day on which few were seen says little, and each day that passes
 * leaves fewer days to come back on.
 */
final class ReturnTable {
  /** Days without service of who does not come back within the gap. */
  static final int NEVER = -1;

  private final long[] returned;
  private final double shrinkage;
  private long stayed;

  /**
   * @param gapDays days without service until a lapse is churn
   * @param shrinkage pseudo lapses at the mean chance
   */
  ReturnTable(int gapDays, double shrinkage) {
    this.returned = new long[gapDays + 1];
    this.shrinkage = shrinkage;
  }

  /** Counts lapses that ended after so many days, or {@link #NEVER}. */
  void add(int days, long lapses) {
    if (days == NEVER) {
      stayed += lapses;
    } else {
      returned[days] += lapses;
    }
  }

  /** The probability of not coming back after so many days without service. */
  double stayingAway(int days) {
    double mean = meanChance();
    double stays = 1;
    for (int day = days + 1; day < returned.length; day++) {
      stays *= 1 - (returned[day] + shrinkage * mean) / (open(day) + shrinkage);
    }
    return stays;
  }

  private double meanChance() {
    long returns = 0;
    long lapseDays = 0;
    for (int day = 1; day < returned.length; day++) {
      returns += returned[day];
      lapseDays += open(day);
    }
    return lapseDays == 0 ? 0 : (double) returns / lapseDays;
  }

  /** Lapses that had not ended before a day. */
  private long open(int day) {
    long open = stayed;
    for (int later = day; later < returned.length; later++) {
      open += returned[later];
    }
    return open;
  }
}
