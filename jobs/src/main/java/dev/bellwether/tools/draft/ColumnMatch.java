package dev.bellwether.tools.draft;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the columns of a table in an input, by their usual names, and judges them by their values.
 */
final class ColumnMatch {
  private final Contract contract;
  private final SourceWords words;
  private final RawInput input;
  private final boolean isNamed;
  private final Map<String, String> byPlainName = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Map<String, Mapped> columns = new LinkedHashMap<>();
  private final List<TableDraft.Question> questions = new ArrayList<>();
  private final List<String> lacking = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();

  private ColumnMatch(String table, RawInput input) {
    this.contract = Contracts.of(table);
    this.words = SourceWords.byTable().get(table);
    this.input = input;
    this.isNamed = SourceWords.tableCalled(input.name()).equals(Optional.of(table));
    input.columns().keySet().forEach(raw -> byPlainName.putIfAbsent(SourceWords.plain(raw), raw));
  }

  /** The input that feeds a table best; none where none is named for it or has all it needs. */
  static Optional<TableDraft> best(String table, List<RawInput> inputs) {
    return inputs.stream()
        .filter(input -> SourceWords.tableCalled(input.name()).orElse(table).equals(table))
        .map(input -> new ColumnMatch(table, input).draft())
        .filter(draft -> draft.isNamed() || draft.lacking().isEmpty())
        .filter(draft -> !draft.columns().isEmpty())
        .max((one, other) -> Double.compare(one.fitness(), other.fitness()));
  }

  private TableDraft draft() {
    contract.columns().forEach(this::find);
    makeKey();
    sayWhatIsTaken();
    return new TableDraft(
        contract.name(), input, isNamed, columns, questions, lacking, doubts, Optional.empty());
  }

  /** Looks for a plain name first, and asks about another only where there is none. */
  private void find(Column column) {
    String name = column.hashedFrom() == null ? column.name() : column.hashedFrom();
    TableDraft.Question asked = null;
    for (SourceWords.Word word : candidates(name)) {
      String raw = byPlainName.get(word.name());
      Reading reading = Reading.of(column, word, input.columns().get(raw));
      Mapped mapped = new Mapped(name, List.of(raw), reading.formula());
      if (reading.question().isEmpty()) {
        used.add(raw);
        columns.put(name, mapped);
        reading.doubts().forEach(doubt -> doubts.add(name + ": " + doubt));
        return;
      }
      asked = asked == null ? new TableDraft.Question(mapped, reading.question().get()) : asked;
    }
    if (asked != null) {
      questions.add(asked);
    }
    if (column.required()) {
      lacking.add(name);
    }
  }

  private List<SourceWords.Word> candidates(String name) {
    return words.of(name).stream()
        .filter(word -> byPlainName.containsKey(word.name()))
        .filter(word -> isNamed || !word.name().equals("id"))
        .filter(word -> !used.contains(byPlainName.get(word.name())))
        .toList();
  }

  /** Rows without a key of their own are known by all that they say. */
  private void makeKey() {
    List<String> key = contract.key();
    if (key.size() != 1) {
      return;
    }
    String name = key.get(0);
    if (isNamed && lacking.remove(name)) {
      List<String> all = List.copyOf(input.columns().keySet());
      columns.put(name, new Mapped(name, all, "sha2(concat_ws('|', {}), 256)"));
      doubts.add(name + ": no column looks like a key, so equal rows count once");
    } else if (columns.containsKey(name) && repeats(columns.get(name))) {
      doubts.add(name + ": its values repeat in the rows looked at: is it the key?");
    }
  }

  private boolean repeats(Mapped key) {
    ColumnProfile profile = input.columns().get(key.raws().get(0));
    return !profile.isEmpty() && !profile.isKey();
  }

  private void sayWhatIsTaken() {
    boolean hasMoney = columns.containsKey("mrr") || columns.containsKey("amount");
    if (hasMoney && !columns.containsKey("currency")) {
      doubts.add("currency: none is given, so amounts are in the one of the settings");
    }
    boolean isContract = contract.name().equals(Tables.SUBSCRIPTIONS);
    if (isContract && !columns.containsKey("renewal_date") && !columns.containsKey("term_months")) {
      doubts.add("renewal_date, term_months: neither is sure, so no renewal is on the list");
    }
    boolean isTicket = contract.name().equals(Tables.TICKETS);
    if (isTicket && !columns.containsKey("first_solved_at")) {
      doubts.add("first_solved_at: nothing is sure to tell it, so every ticket counts as open");
    }
  }
}
