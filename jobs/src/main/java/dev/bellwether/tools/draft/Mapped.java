package dev.bellwether.tools.draft;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a column of a table is made of.
 *
 * @param column the table's column
 * @param raws the raw columns, usually one
 * @param formula the SQL, where {@code {}} stands for them and {@code {NAME}} for what another of
 *     the table's columns is made of
 */
record Mapped(String column, List<String> raws, String formula) {

  /**
   * Its SQL.
   *
   * @param before what stands before raw columns: nothing, or the input's name and a point
   * @param others the table's columns that are made
   */
  String sql(String before, Map<String, Mapped> others) {
    String sql = formula.replace("{}", raw(before));
    for (Mapped other : others.values()) {
      String place = "{" + other.column + "}";
      sql = sql.contains(place) ? sql.replace(place, other.sql(before, Map.of())) : sql;
    }
    return sql;
  }

  /** An item of a SELECT. */
  String selected(String before, Map<String, Mapped> others) {
    String sql = sql(before, others);
    return sql.equals(column) ? column : sql + " AS " + column;
  }

  private String raw(String before) {
    return raws.size() == 1
        ? before + quoted(raws.get(0))
        : raws.stream()
            .map(raw -> "coalesce(CAST(" + before + quoted(raw) + " AS string), '')")
            .collect(Collectors.joining(", "));
  }

  /** A column's name in SQL. */
  static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }
}
