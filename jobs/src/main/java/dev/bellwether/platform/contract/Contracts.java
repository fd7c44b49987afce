package dev.bellwether.platform.contract;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** All contracts that the jar carries, by table name. */
public final class Contracts {
  private static final Map<String, Contract> BY_NAME = load();

  private Contracts() {}

  /**
   * The contract of a table.
   *
   * @throws IllegalArgumentException when no contract has that name
   */
  public static Contract of(String table) {
    Contract contract = BY_NAME.get(table);
    if (contract == null) {
      throw new IllegalArgumentException("no contract in schemas/ for table " + table);
    }
    return contract;
  }

  /** The text of a contract as it stands in its file, in the Open Data Contract Standard. */
  public static String text(Contract contract) {
    return ContractReader.text(contract);
  }

  /** Whether the jar carries a contract for that table. */
  public static boolean has(String table) {
    return BY_NAME.containsKey(table);
  }

  /** Every contract, in order of name. */
  public static Collection<Contract> all() {
    return BY_NAME.values();
  }

  private static Map<String, Contract> load() {
    Map<String, Contract> byName = new TreeMap<>();
    for (Contract contract : ContractReader.readAllFromClasspath()) {
      if (byName.put(contract.name(), contract) != null) {
        throw new IllegalStateException("two contracts for table " + contract.name());
      }
    }
    return Collections.unmodifiableMap(byName);
  }
}
