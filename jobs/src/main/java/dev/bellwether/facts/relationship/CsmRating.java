package dev.bellwether.facts.relationship;

import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Band;
import org.apache.spark.sql.Column;

/**
 * What CSMs call their accounts, and the points that it stands for: green 100, yellow 50, red 0.
 * Points between two colours are the worse one.
 */
public final class CsmRating {
  private static final double GREEN_POINTS = 100;
  private static final double YELLOW_POINTS = 50;
  private static final double RED_POINTS = 0;

  /** Points of neither a good nor a bad account. */
  public static final double NEUTRAL_POINTS = YELLOW_POINTS;

  private CsmRating() {}

  /** The points of a rating; null without one. */
  public static Column points(Column rating) {
    return when(rating.equalTo(Band.GREEN), GREEN_POINTS)
        .when(rating.equalTo(Band.YELLOW), YELLOW_POINTS)
        .when(rating.equalTo(Band.RED), RED_POINTS);
  }

  /** The colour of points. */
  public static String band(double points) {
    return points >= GREEN_POINTS ? Band.GREEN : points >= YELLOW_POINTS ? Band.YELLOW : Band.RED;
  }

  /** The colour of points; null of null. */
  public static Column band(Column points) {
    return when(points.geq(GREEN_POINTS), Band.GREEN)
        .when(points.geq(YELLOW_POINTS), Band.YELLOW)
        .when(points.isNotNull(), Band.RED);
  }
}
