package dev.bellwether.simulator;

/**
 * A stream of random draws that is the same on every machine and for every number of threads.
 *
 * <p>SplitMix64 (Steele, Lea and Flood 2014); normal draws come from a table of 4,096 quantiles,
 * which is fast and needs one draw each, so that paths can share their random numbers.
 */
final class Draws {

  private static final int NORMALS = 4096;
  private static final double[] NORMAL = normalQuantiles();

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /** A stream of its own that follows from one draw of another. */
  static Draws from(long point) {
    return new Draws(point);
  }

  /** The stream of one purpose of one account under one seed. */
  static Draws of(long seed, long account, int purpose) {
    return new Draws(mixed(mixed(mixed(seed) + account) + purpose));
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    return mixed(state);
  }

  /** A number in [0, 1). */
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** A whole number in 0 .. bound - 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** A whole number from low to high, both included. */
  int whole(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  double normal() {
    return NORMAL[(int) (next() >>> 52)];
  }

  /** A Poisson count, by inversion of one draw. */
  int poisson(double mean) {
    return poisson(uniform(), mean);
  }

  /** The Poisson count at a point of its distribution. */
  static int poisson(double point, double mean) {
    double left = point;
    double mass = StrictMath.exp(-mean);
    int count = 0;
    while (left >= mass && count < 200) {
      left -= mass;
      count++;
      mass *= mean / count;
    }
    return count;
  }

  /** The index of one of several weights, in proportion to them. */
  int weighted(double... weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = uniform() * total;
    int index = 0;
    while (index < weights.length - 1 && left >= weights[index]) {
      left -= weights[index];
      index++;
    }
    return index;
  }

  String pick(String... values) {
    return values[below(values.length)];
  }

  static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The standard normal's quantiles at the mid-points of equal shares. */
  private static double[] normalQuantiles() {
    double[] quantiles = new double[NORMALS];
    double step = 0.0005;
    double x = -6;
    double cumulated = 0;
    for (int i = 0; i < NORMALS; i++) {
      double target = (i + 0.5) / NORMALS;
      while (cumulated < target && x < 6) {
        double middle = x + step / 2;
        cumulated += step * StrictMath.exp(-middle * middle / 2) / 2.5066282746310002;
        x += step;
      }
      quantiles[i] = x;
    }
    return quantiles;
  }
}
