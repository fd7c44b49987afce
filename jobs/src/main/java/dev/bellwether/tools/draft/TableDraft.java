package dev.bellwether.tools.draft;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How an input may feed a table.
 *
 * @param table the table
 * @param input the input
 * @param isNamed whether the input's name says that it is this table
 * @param columns of each column that was found the SQL that makes it
 * @param lacking required columns that were not found
 * @param doubts what a person must decide, in sentences
 * @param unused columns of the input that nothing was made of
 */
record TableDraft(
    String table,
    RawInput input,
    boolean isNamed,
    Map<String, String> columns,
    List<String> lacking,
    List<String> doubts,
    List<String> unused) {

  /** The input that feeds a table best; none where none is named for it or has all it needs. */
  static Optional<TableDraft> best(String table, List<RawInput> inputs) {
    return inputs.stream()
        .map(input -> of(table, input))
        .filter(draft -> draft.isNamed() || draft.lacking().isEmpty())
        .filter(draft -> !draft.columns().isEmpty())
        .max((one, other) -> Double.compare(one.fitness(), other.fitness()));
  }

  private static TableDraft of(String table, RawInput input) {
    Contract contract = Contracts.of(table);
    SourceWords words = SourceWords.byTable().get(table);
    boolean isNamed = SourceWords.tableCalled(input.name()).equals(Optional.of(table));
    Map<String, String> byPlainName = new LinkedHashMap<>();
    input.columns().forEach(name -> byPlainName.putIfAbsent(SourceWords.plain(name), name));
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> lacking = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    for (Column column : contract.columns()) {
      String name = column.hashedFrom() == null ? column.name() : column.hashedFrom();
      Optional<SourceWords.Word> found =
          words.of(name).stream()
              .filter(word -> byPlainName.containsKey(word.name()))
              .filter(word -> isNamed || !word.name().equals("id"))
              .filter(word -> !used.contains(byPlainName.get(word.name())))
              .findFirst();
      if (found.isPresent()) {
        String raw = byPlainName.get(found.get().name());
        used.add(raw);
        columns.put(name, formula(column, found.get(), raw, input, doubts));
      } else if (column.required()) {
        lacking.add(name);
      }
    }
    makeKey(contract, input, columns, lacking, doubts, isNamed);
    List<String> unused = input.columns().stream().filter(raw -> !used.contains(raw)).toList();
    return new TableDraft(table, input, isNamed, columns, lacking, doubts, unused);
  }

  private static String formula(
      Column column, SourceWords.Word word, String raw, RawInput input, List<String> doubts) {
    List<String> values = input.values().getOrDefault(raw, List.of());
    boolean isDay = column.type() instanceof DateType;
    String formula = word.formula();
    if (isDay || column.type() instanceof TimestampType) {
      formula = DateShape.of(values).formula(isDay);
      if (DateShape.isAmbiguous(values)) {
        doubts.add(raw + ": is the first number the day or the month? Taken for the day");
      }
    }
    return formula.replace("{}", quoted(raw));
  }

  /** Rows without a key of their own are known by all that they say. */
  private static void makeKey(
      Contract contract,
      RawInput input,
      Map<String, String> columns,
      List<String> lacking,
      List<String> doubts,
      boolean isNamed) {
    List<String> key = contract.key();
    if (isNamed && key.size() == 1 && lacking.remove(key.get(0))) {
      String all =
          input.columns().stream()
              .map(raw -> "coalesce(CAST(" + quoted(raw) + " AS string), '')")
              .collect(Collectors.joining(", "));
      columns.put(key.get(0), "sha2(concat_ws('|', " + all + "), 256)");
      doubts.add(key.get(0) + ": no column looks like a key, so equal rows count once");
    }
  }

  /** How much speaks for it: a name that fits, then columns that were found. */
  private double fitness() {
    double found = columns.size() / (double) (columns.size() + lacking.size() + 1);
    return (isNamed ? 1 : 0) + found - lacking.size();
  }

  /** The column that says when a row was made, if the SELECT yields it. */
  Optional<String> madeOn() {
    Contract contract = Contracts.of(table);
    String made = contract.eventTime() == null ? "created_on" : contract.eventTime();
    return Optional.of(made).filter(columns::containsKey);
  }

  /** A column's name in SQL. */
  static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }
}
