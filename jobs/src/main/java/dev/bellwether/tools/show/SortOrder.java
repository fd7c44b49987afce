package dev.bellwether.tools.show;

import dev.bellwether.platform.contract.Contract;
import java.util.List;
import java.util.stream.Stream;

/** The order in which rows of a table are shown. */
final class SortOrder {
  private static final String RANK = "rank";

  private SortOrder() {}

  /** The columns to sort by, of those that are stored: the rank, if there is one, then the key. */
  static List<String> of(Contract contract, List<String> stored) {
    return Stream.concat(Stream.of(RANK), contract.key().stream())
        .filter(stored::contains)
        .distinct()
        .toList();
  }
}
