package dev.bellwether.tools.backtest;

import java.util.List;

/**
 * What a column does to the champion's log odds.
 *
 * @param name the column
 * @param strength the mean size of what it adds (SHAP), in log odds
 * @param direction in words: what raises the risk
 * @param dots rows: what it added, and how large its value was
 */
record Driver(String name, double strength, String direction, List<Dot> dots) {

  /**
   * A row.
   *
   * @param added log odds
   * @param level how large its value was among the rows, from 0 for the smallest to 1 for the
   *     largest, by the number of rows with a smaller one; NaN where it is not a number
   */
  record Dot(double added, double level) {}
}
