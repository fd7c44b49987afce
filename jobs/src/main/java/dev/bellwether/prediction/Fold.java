package dev.bellwether.prediction;

import java.io.Serializable;

/**
 * Which rows of a table to learn from, dealt into parts, and which to predict.
 *
 * @param count how many parts
 * @param parts the part of each row
 */
public record Fold(int count, Parts parts) implements Serializable {
  /** Instead of a part: the row is predicted, and nothing is learned from it. */
  public static final int HELD_OUT = -1;

  /** Says which part a row belongs to, from 0; rows of one id belong to one part. */
  @FunctionalInterface
  public interface Parts extends Serializable {
    int of(Example example);
  }
}
