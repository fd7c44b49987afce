package dev.bellwether.prediction;

import java.io.Serializable;

/**
 * A column of numbers that a model learns from.
 *
 * @param name the column's name
 * @param monotone 1 where more of it may only raise the probability, -1 where it may only lower it,
 *     0 where the data decides
 */
public record Feature(String name, int monotone) implements Serializable {

  /** A feature whose effect the data decides. */
  public static Feature of(String name) {
    return new Feature(name, 0);
  }
}
