package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;

/**
 * How large the trees of a booster may grow.
 *
 * @param depth the most questions from root to leaf
 * @param leastLeafWeight the least weight of rows in a leaf, each p(1 - p) by what is known so far
 */
public record TreeShape(int depth, double leastLeafWeight) implements Serializable {
  /**
   * The shapes that are tried: small trees do best where effects add up, as they mostly do; large
   * ones where a feature matters only together with others.
   */
  static final List<TreeShape> TRIED =
      List.of(new TreeShape(4, 5), new TreeShape(6, 1), new TreeShape(10, 1));
}
