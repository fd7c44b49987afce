package dev.bellwether.report;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contracts;
import java.util.Map;
import java.util.TreeMap;

/** What the page's terms mean, in the words of the contracts that docs/tables.md is made from. */
final class Terms {
  private Terms() {}

  /** The descriptions of the list's columns, and of those that it shows of other tables. */
  static Map<String, String> explained() {
    Map<String, String> terms = new TreeMap<>();
    for (String table : new String[] {"account_health", "csm_book", "renewal_risk"}) {
      for (Column column : Contracts.of(table).columns()) {
        terms.put(
            table.equals("csm_book") ? "book." + column.name() : column.name(),
            column.description());
      }
    }
    return terms;
  }
}
