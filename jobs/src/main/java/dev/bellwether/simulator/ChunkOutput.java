package dev.bellwether.simulator;

import java.util.Map;
import java.util.TreeMap;

/** What some consecutive accounts add to each file. */
final class ChunkOutput {
  final Map<String, StringBuilder> texts = new TreeMap<>();

  /** Counted oddities by "table,wart". */
  final Map<String, Long> warts = new TreeMap<>();

  StringBuilder file(String name) {
    return texts.computeIfAbsent(name, key -> new StringBuilder());
  }

  void wart(String table, String wart) {
    warts.merge(table + "," + wart, 1L, Long::sum);
  }
}
