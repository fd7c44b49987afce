package dev.bellwether.tools.draft;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an input may feed a table.
 *
 * @param table the table
 * @param input the input
 * @param isNamed whether the input's name says that it is this table
 * @param columns what each column that was found is made of
 * @param questions columns that may be made once somebody has answered
 * @param lacking required columns that were not found for sure
 * @param doubts what is worth a look, in sentences
 * @param link the other input by which the account is found; none where its own rows tell
 */
record TableDraft(
    String table,
    RawInput input,
    boolean isNamed,
    Map<String, Mapped> columns,
    List<Question> questions,
    List<String> lacking,
    List<String> doubts,
    Optional<Link> link) {

  /** A column that is left as a comment until somebody says what it means. */
  record Question(Mapped mapped, String text) {}

  /**
   * How an input without accounts finds them.
   *
   * @param input the other input, which has them
   * @param raw the column that names its rows
   * @param key their key there
   * @param account what their account is made of there
   */
  record Link(RawInput input, String raw, String key, Mapped account) {}

  /** Whether it can be run as it is. */
  boolean isUsable() {
    return isNamed && lacking.isEmpty();
  }

  /** Columns of the input that nothing is made of and nothing is asked about. */
  List<String> unused() {
    List<String> used =
        Stream.concat(columns.values().stream(), questions.stream().map(Question::mapped))
            .flatMap(mapped -> mapped.raws().stream())
            .toList();
    return input.columns().keySet().stream()
        .filter(raw -> !used.contains(raw))
        .filter(raw -> link.isEmpty() || !link.get().raw().equals(raw))
        .toList();
  }

  /** How much speaks for it: a name that fits, then columns that were found. */
  double fitness() {
    double found = columns.size() / (double) (columns.size() + lacking.size() + 1);
    return (isNamed ? 1 : 0) + found - lacking.size();
  }

  /** The column that says when a row was made, if the SELECT yields it. */
  Optional<String> madeOn() {
    Contract contract = Contracts.of(table);
    String made = contract.eventTime() == null ? "created_on" : contract.eventTime();
    return Optional.of(made).filter(columns::containsKey);
  }

  /** The same, with a column that is asked about instead of made. */
  TableDraft asking(String column, String question) {
    Map<String, Mapped> others = new LinkedHashMap<>(columns);
    List<Question> more = new ArrayList<>(questions);
    more.add(new Question(others.remove(column), question));
    List<String> missing = new ArrayList<>(lacking);
    if (Contracts.of(table).column(column).orElseThrow().required()) {
      missing.add(column);
    }
    return new TableDraft(table, input, isNamed, others, more, missing, doubts, link);
  }

  /** The same, with another thing to look at. */
  TableDraft doubting(String doubt) {
    List<String> more = new ArrayList<>(doubts);
    more.add(doubt);
    return new TableDraft(table, input, isNamed, columns, questions, lacking, more, link);
  }

  /** The same, with accounts found by another input. */
  TableDraft linked(Link found, String column) {
    List<String> missing = new ArrayList<>(lacking);
    missing.remove(column);
    return new TableDraft(
        table, input, isNamed, columns, questions, missing, doubts, Optional.of(found));
  }
}
