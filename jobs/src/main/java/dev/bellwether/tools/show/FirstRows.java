package dev.bellwether.tools.show;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The first rows in order of their keys, whatever the order in which they come. */
final class FirstRows {
  private static final Comparator<Kept> ORDER =
      Comparator.comparing(Kept::key).thenComparingLong(Kept::place);

  private record Kept(SortKey key, long place, List<String> cells) {}

  private final int limit;
  private final PriorityQueue<Kept> kept = new PriorityQueue<>(ORDER.reversed());
  private long offered;

  /**
   * @param limit how many rows to keep
   */
  FirstRows(int limit) {
    this.limit = limit;
  }

  /** Keeps a row if it is among the first so far; rows of equal keys stay in the order offered. */
  void offer(SortKey key, Supplier<List<String>> cells) {
    if (kept.size() < limit) {
      kept.add(new Kept(key, offered, cells.get()));
    } else if (limit > 0 && key.compareTo(kept.peek().key()) < 0) {
      kept.poll();
      kept.add(new Kept(key, offered, cells.get()));
    }
    offered++;
  }

  /** The rows kept, in order. */
  List<List<String>> rows() {
    return kept.stream().sorted(ORDER).map(Kept::cells).toList();
  }

  /** Whether there were more rows than were to be kept. */
  boolean hasMore() {
    return offered > limit;
  }
}
