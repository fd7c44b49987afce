package dev.bellwether.prediction;

import java.util.Arrays;
import java.util.List;

/**
 * Filled rows with columns brought to standard deviation 1, so that one penalty suits all of them;
 * numbers are brought to mean 0, too. Columns that never vary are 0, and the last one is 1, for the
 * intercept.
 *
 * @param rows the rows, standardised
 * @param centres what was taken off each column, in its own units
 * @param deviations of each column (of a sample: by n - 1); 0 where it never varies
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record StandardColumns(double[][] rows, double[] centres, double[] deviations) {
  /** Deviations below this share of a column's mean are rounding. */
  private static final double ROUNDING = 1e-12;

  /** Fills and standardises rows. */
  static StandardColumns of(Encoding encoding, List<Example> examples) {
    double[] centres = encoding.averages().clone();
    double[][] rows =
        examples.stream()
            .map(example -> Arrays.copyOf(encoding.filled(example), centres.length + 1))
            .toArray(double[][]::new);
    double[] deviations = deviations(rows, centres);
    // columns of categories are 0 in most rows: left there, they cost nothing
    Arrays.fill(centres, encoding.numbers().size(), centres.length, 0);
    for (double[] row : rows) {
      for (int i = 0; i < centres.length; i++) {
        row[i] = deviations[i] == 0 ? 0 : (row[i] - centres[i]) / deviations[i];
      }
      row[centres.length] = 1;
    }
    return new StandardColumns(rows, centres, deviations);
  }

  private static double[] deviations(double[][] rows, double[] means) {
    double[] squares = new double[means.length];
    for (double[] row : rows) {
      for (int i = 0; i < squares.length; i++) {
        squares[i] += (row[i] - means[i]) * (row[i] - means[i]);
      }
    }
    double[] deviations = new double[means.length];
    for (int i = 0; i < squares.length; i++) {
      double deviation = Math.sqrt(squares[i] / Math.max(1, rows.length - 1));
      deviations[i] = deviation > ROUNDING * Math.abs(means[i]) ? deviation : 0;
    }
    return deviations;
  }

  /** A regression on these rows, its intercept last, as one on rows in their own units. */
  Logistic inOwnUnits(double[] fitted) {
    double[] coefficients = new double[centres.length];
    double intercept = fitted[centres.length];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = deviations[i] == 0 ? 0 : fitted[i] / deviations[i];
      intercept -= coefficients[i] * centres[i];
    }
    return new Logistic(intercept, coefficients);
  }
}
