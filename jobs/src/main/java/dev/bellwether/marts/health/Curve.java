package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import java.util.List;

/** A measure's curve: straight between its points, flat beyond its ends. */
final class Curve {
  private Curve() {}

  /**
   * What a feature value scores.
   *
   * @param points at least one point, ascending in x
   * @param feature the value; null and NaN are not values
   * @return 0 to 100, or null without a value
   */
  static Double value(List<Scorecard.Point> points, Double feature) {
    if (feature == null || feature.isNaN()) {
      return null;
    }
    Scorecard.Point left = points.get(0);
    if (feature <= left.x()) {
      return left.y();
    }
    for (Scorecard.Point right : points.subList(1, points.size())) {
      if (feature <= right.x()) {
        return left.y() + (feature - left.x()) / (right.x() - left.x()) * (right.y() - left.y());
      }
      left = right;
    }
    return left.y();
  }
}
