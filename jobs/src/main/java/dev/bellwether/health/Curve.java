package dev.bellwether.health;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.config.Scorecard;
import java.util.List;
import org.apache.spark.sql.Column;

/** A measure's curve as a Spark expression: straight between its points, flat beyond its ends. */
final class Curve {
  private Curve() {}

  /**
   * What a feature value scores.
   *
   * @param points at least one point, ascending in x
   * @param feature a double; null stays null
   */
  static Column value(List<Scorecard.Point> points, Column feature) {
    Scorecard.Point first = points.get(0);
    Column value = when(feature.leq(first.x()), lit(first.y()));
    for (int i = 1; i < points.size(); i++) {
      Scorecard.Point left = points.get(i - 1);
      Scorecard.Point right = points.get(i);
      value = value.when(feature.leq(right.x()), between(left, right, feature));
    }
    // NaN compares as greater than any number, and is no value
    Scorecard.Point last = points.get(points.size() - 1);
    return value.when(feature.isNotNull().and(feature.isNaN().unary_$bang()), lit(last.y()));
  }

  private static Column between(Scorecard.Point left, Scorecard.Point right, Column feature) {
    Column share = feature.minus(left.x()).divide(right.x() - left.x());
    return share.multiply(right.y() - left.y()).plus(left.y());
  }
}
