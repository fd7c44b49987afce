package dev.bellwether.prediction;

import java.io.Serializable;

/** What a row is for when models learn over time. */
public enum Role {
  /** Models learn from it. */
  TRAINS,
  /** It says when boosting stops; then models learn from it, too. */
  STOPS,
  /** Probabilities are calibrated by it. */
  CALIBRATES,
  /** It is predicted, and nothing is learned from it. */
  HELD_OUT,
  /** It is left out. */
  UNUSED;

  /** Says which role a row has. */
  @FunctionalInterface
  public interface OfRows extends Serializable {
    Role of(Example example);
  }
}
