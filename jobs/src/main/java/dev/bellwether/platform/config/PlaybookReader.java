package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Driver;
import dev.bellwether.platform.contract.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and checks a playbook: {@code conf/playbooks/NAME.yaml}. */
final class PlaybookReader {
  private static final int MOST_DAYS = 250;

  private final String name;
  private final Section file;
  private final Problems problems;

  /**
   * @param name the name that the file has
   * @param problems takes all that is wrong with the file
   */
  PlaybookReader(String name, Section file, Problems problems) {
    this.name = name;
    this.file = file;
    this.problems = problems;
  }

  /** The playbook in a file, which must be without fault. */
  static Playbook read(String name, Section file) {
    Problems problems = new Problems();
    Playbook playbook = new PlaybookReader(name, file, problems).read();
    problems.throwFirst();
    return playbook;
  }

  /** The playbook; not to be used when there were problems. */
  Playbook read() {
    file.onlyKeys(problems, "name", "version", "plays");
    problems.attempt(this::checkName);
    String version = problems.attempt(() -> file.text("version"), "");
    Map<String, Section> plays = problems.attempt(() -> file.sections("plays"), Map.of());
    List<Playbook.Play> read = new ArrayList<>();
    plays.forEach((play, section) -> read.add(play(play, section)));
    return new Playbook(name, version, read);
  }

  private void checkName() {
    if (!file.text("name").equals(name)) {
      throw file.wrong("name", "it differs from the file's name", "write name: " + name);
    }
  }

  private Playbook.Play play(String play, Section section) {
    section.onlyKeys(problems, "reasons", "when", "action", "role", "due_in", "nights");
    problems.attempt(() -> checkPlayName(play, section));
    if (!section.has("reasons") && !section.has("when")) {
      problems.add(
          section.wrong(
              "when",
              "there are neither reasons nor conditions, so that it would be for every account",
              "add reasons, or conditions under when"));
    }
    return new Playbook.Play(
        play,
        problems.attempt(() -> reasons(section), List.of()),
        conditions(section),
        problems.attempt(() -> section.text("action"), ""),
        problems.attempt(() -> section.text("role"), ""),
        problems.attempt(() -> whole(section, "due_in", 0), 0),
        section.has("nights") ? problems.attempt(() -> whole(section, "nights", 1), 1) : 1);
  }

  private List<Scorecard.Condition> conditions(Section section) {
    List<Scorecard.Condition> conditions =
        new ConditionReader(columns(), Tables.RENEWAL_RISK).read(section, problems);
    for (Scorecard.Condition condition : conditions) {
      problems.attempt(() -> checkTexts(section.section("when"), condition));
    }
    return conditions;
  }

  /** A text that the column never has would keep a play from ever applying. */
  private static void checkTexts(Section when, Scorecard.Condition condition) {
    List<String> valid =
        Contracts.of(Tables.RENEWAL_RISK)
            .column(condition.feature())
            .map(Column::validValues)
            .orElse(List.of());
    for (String text : condition.oneOf()) {
      if (!valid.isEmpty() && !valid.contains(text)) {
        throw when.wrong(condition.feature(), "it is never " + text, Nearest.advice(text, valid));
      }
    }
  }

  private static void checkPlayName(String play, Section section) {
    if (!play.matches("[a-z][a-z0-9_]*")) {
      throw section.wrong(
          "action",
          "the play's name " + play + " would stand in ids of actions",
          "name it by small letters, digits and _, a letter first");
    }
  }

  private static List<String> reasons(Section section) {
    if (!section.has("reasons")) {
      return List.of();
    }
    List<String> known =
        Contracts.of(Tables.ACCOUNT_FEATURES).drivers().stream()
            .filter(Driver::actionable)
            .map(Driver::name)
            .toList();
    List<String> reasons = section.listOfTexts("reasons");
    for (String reason : reasons) {
      if (!known.contains(reason)) {
        throw section.wrong(
            "reasons",
            reason + " is no driver that somebody can act on",
            Nearest.advice(reason, known));
      }
    }
    return reasons;
  }

  private static int whole(Section section, String key, int minimum) {
    double number = section.number(key, minimum, MOST_DAYS);
    if (number != Math.rint(number)) {
      throw section.wrong(key, "its value is " + number, "write a whole number");
    }
    return (int) number;
  }

  /** The columns of the list that say something before actions are chosen. */
  static Map<String, ReadableFeature> columns() {
    Contract contract = Contracts.of(Tables.RENEWAL_RISK);
    Map<String, ReadableFeature> columns = new TreeMap<>();
    for (Column column : contract.columns()) {
      if (!column.name().startsWith("action_")) {
        columns.put(column.name(), ReadableFeature.of(column));
      }
    }
    contract.key().forEach(columns::remove);
    return columns;
  }
}
