package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a booster is grown: as stopping rows asked for.
 *
 * @param shape of its trees
 * @param rounds how many trees
 */
public record Growth(TreeShape shape, int rounds) implements Serializable {

  /**
   * What a shape did on stopping rows.
   *
   * @param growth the shape, and after how many rounds the stopping rows gained no more
   * @param loss their sum of log loss then
   * @param margins their log odds then
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
  record Tried(Growth growth, double loss, double[] margins) implements Serializable {}

  /** The position of the shape that lost least over all parts, each of which tried all shapes. */
  static int best(List<List<Tried>> parts) {
    return IntStream.range(0, TreeShape.TRIED.size())
        .boxed()
        .min(Comparator.comparingDouble(shape -> loss(parts, shape)))
        .orElseThrow();
  }

  private static double loss(List<List<Tried>> parts, int shape) {
    return parts.stream().mapToDouble(part -> part.get(shape).loss()).sum();
  }

  /** That shape, with as many rounds as the parts asked for in the middle. */
  static Growth of(List<List<Tried>> parts) {
    int best = best(parts);
    int[] rounds =
        parts.stream().mapToInt(part -> part.get(best).growth().rounds()).sorted().toArray();
    return new Growth(TreeShape.TRIED.get(best), rounds[rounds.length / 2]);
  }
}
