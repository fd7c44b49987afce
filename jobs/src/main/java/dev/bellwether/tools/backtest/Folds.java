package dev.bellwether.tools.backtest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Deals ids into folds like cards: shuffled, those with an event first, so that folds are equal in
 * ids and in events; and the ids of each fold into parts, for what is learned within the others.
 *
 * @param count how many folds
 * @param parts how many parts the folds are dealt into in turn
 * @param few whether the ids with an event, or those without, are too few for each part to have
 *     some in every round
 * @param places the place of each id in the order of dealing
 */
record Folds(int count, int parts, boolean few, Map<String, Integer> places)
    implements Serializable {

  /** Deals ids of rows with what happened to them. */
  static Folds deal(List<String> ids, boolean[] events, int count, int parts, long seed) {
    Map<String, Boolean> anyEvent = new HashMap<>();
    for (int i = 0; i < events.length; i++) {
      anyEvent.merge(ids.get(i), events[i], Boolean::logicalOr);
    }
    List<String> order = new ArrayList<>(anyEvent.keySet());
    order.sort(
        Comparator.comparing((String id) -> !anyEvent.get(id))
            .thenComparingLong(id -> shuffled(id, seed))
            .thenComparing(Comparator.naturalOrder()));
    Map<String, Integer> places = new HashMap<>();
    order.forEach(id -> places.put(id, places.size()));
    long withEvent = anyEvent.values().stream().filter(any -> any).count();
    long fewer = Math.min(withEvent, anyEvent.size() - withEvent);
    return new Folds(count, parts, fewer < (long) count * parts, places);
  }

  private static long shuffled(String id, long seed) {
    return new SplittableRandom(seed * 31 + id.hashCode()).nextLong();
  }

  /** The fold of an id, from 0. */
  int fold(String id) {
    return places.get(id) % count;
  }

  /** The part of an id within the rows that are not of its fold, from 0. */
  int part(String id) {
    int place = places.get(id);
    int round = place / count;
    // a round of folds is of one part; but of few, all would be of the first
    int card = count % parts == 0 ? place + round : place;
    return (few ? card : round) % parts;
  }
}
