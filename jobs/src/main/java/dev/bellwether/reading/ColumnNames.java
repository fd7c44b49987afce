package dev.bellwether.reading;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table as they are shown and as its files call them.
 *
 * @param shown all columns in order, by the names under which they are shown
 * @param stored what the files call those that have another name there
 */
public record ColumnNames(List<String> shown, Map<String, String> stored) {
  public ColumnNames {
    shown = List.copyOf(shown);
    stored = Map.copyOf(stored);
  }

  /** The columns as the files have them. */
  public static ColumnNames asStored(List<String> stored) {
    return new ColumnNames(stored, Map.of());
  }

  /** The columns by the names of a contract, and behind them those that it has gained since. */
  public static ColumnNames current(List<String> stored, Contract contract) {
    List<String> shown = new ArrayList<>(stored);
    Map<String, String> renamed = new HashMap<>();
    for (Column column : contract.columns()) {
      if (!shown.contains(column.name())) {
        column.formerNames().stream()
            .filter(shown::contains)
            .findFirst()
            .ifPresentOrElse(
                former -> {
                  shown.set(shown.indexOf(former), column.name());
                  renamed.put(column.name(), former);
                },
                () -> shown.add(column.name()));
      }
    }
    return new ColumnNames(shown, renamed);
  }
}
