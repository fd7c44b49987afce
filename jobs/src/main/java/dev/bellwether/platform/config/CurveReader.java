package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Scorecard.Point;
import dev.bellwether.platform.contract.Polarity;
import java.util.ArrayList;
import java.util.List;

/** Reads and checks a curve: {@code [[x, y], [x, y], ...]}. */
final class CurveReader {
  private static final String SHAPE = "write at least two points as [[x, y], [x, y]]";

  private final Section measure;
  private final String key;

  private CurveReader(Section measure, String key) {
    this.measure = measure;
    this.key = key;
  }

  /**
   * The curve.
   *
   * @param polarity which way it must go; null when that is not known
   */
  static List<Point> read(Section measure, String key, Polarity polarity) {
    CurveReader reader = new CurveReader(measure, key);
    List<Point> points = reader.points(measure.raw(key));
    for (int i = 1; i < points.size(); i++) {
      reader.checkStep(points.get(i - 1), points.get(i), polarity);
    }
    return points;
  }

  private List<Point> points(Object value) {
    if (!(value instanceof List<?> items) || items.size() < 2) {
      throw measure.wrong(key, "it is not a list of points", SHAPE);
    }
    List<Point> points = new ArrayList<>();
    for (Object item : items) {
      points.add(point(item));
    }
    return points;
  }

  private Point point(Object item) {
    if (!(item instanceof List<?> pair) || pair.size() != 2) {
      throw measure.wrong(key, item + " is not a pair [x, y]", SHAPE);
    }
    Point point = new Point(number(pair.get(0)), number(pair.get(1)));
    if (point.y() < 0 || point.y() > Scorecard.BEST_SCORE) {
      throw measure.wrong(key, "a score is " + point.y(), "write scores from 0 to 100");
    }
    return point;
  }

  private double number(Object value) {
    try {
      return Numbers.decimal(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw measure.wrong(key, value + " is not a number", SHAPE).causedBy(e);
    }
  }

  private void checkStep(Point left, Point right, Polarity polarity) {
    if (left.x() >= right.x()) {
      throw measure.wrong(
          key,
          "x does not ascend from " + left.x() + " to " + right.x(),
          "sort the points by x, and give each x once");
    }
    double rise = right.y() - left.y();
    if (polarity == null) {
      return;
    }
    if (polarity == Polarity.HIGHER_IS_BETTER ? rise < 0 : rise > 0) {
      throw measure.wrong(
          key,
          "the score turns from " + left.y() + " to " + right.y() + " against its polarity",
          "let scores " + (rise < 0 ? "rise" : "fall") + " with x, or change the polarity");
    }
  }
}
