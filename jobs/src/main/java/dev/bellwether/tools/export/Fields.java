package dev.bellwether.tools.export;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns to export, each with what the other system calls it.
 *
 * @param names by column, in order
 */
public record Fields(Map<String, String> names) {

  /**
   * Fields as written, {@code COLUMN} or {@code COLUMN=NAME}.
   *
   * @param written none means all columns that can be exported
   * @param exportable the table's columns that can be
   * @throws BellwetherException when a column is none of those
   */
  public static Fields of(List<String> written, List<String> exportable) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String field : written.isEmpty() ? exportable : written) {
      String[] parts = field.strip().split("=", 2);
      if (!exportable.contains(parts[0])) {
        throw BellwetherException.configuration(
            "the column " + parts[0] + " cannot be exported",
            "the table has none of that name, or it holds lists or instants",
            "name some of: " + String.join(", ", exportable));
      }
      names.put(parts[0], parts.length > 1 ? parts[1] : parts[0]);
    }
    return new Fields(names);
  }

  /**
   * What a column is called.
   *
   * @throws BellwetherException when it is not exported
   */
  String nameOf(String column) {
    if (!names.containsKey(column)) {
      throw BellwetherException.configuration(
          "the column " + column + " is not exported",
          "by it the other system finds the record",
          "add it to --columns: " + column + "=NAME");
    }
    return names.get(column);
  }
}
