package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Scorecard.Condition;
import dev.bellwether.platform.config.Scorecard.Limit;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and checks the overrides of a scorecard. */
final class OverrideReader {

  private final ConditionReader conditions;
  private final Problems problems;

  OverrideReader(ConditionReader conditions, Problems problems) {
    this.conditions = conditions;
    this.problems = problems;
  }

  /** The overrides in a scorecard's file, in order. */
  List<Scorecard.ScoreOverride> read(Section file) {
    if (!file.has("overrides")) {
      return List.of();
    }
    Map<String, Section> sections = problems.attempt(() -> file.sections("overrides"), Map.of());
    List<Scorecard.ScoreOverride> overrides = new ArrayList<>();
    sections.forEach((name, section) -> overrides.add(override(name, section)));
    return overrides;
  }

  private Scorecard.ScoreOverride override(String name, Section override) {
    override.onlyKeys(problems, "cap", "floor", "reason", "expires", "accounts", "when");
    List<Condition> when = conditions.read(override, problems);
    List<String> accounts =
        override.has("accounts")
            ? problems.attempt(() -> override.listOfTexts("accounts"), List.of())
            : List.of();
    if (!override.has("accounts") && !override.has("when")) {
      problems.add(
          override.wrong(
              "when",
              "it is missing, so that every account would be overridden",
              "add when with conditions, or a list of accounts"));
    }
    Limit limit = problems.attempt(() -> limit(override), Limit.CAP);
    String key = limit == Limit.CAP ? "cap" : "floor";
    return new Scorecard.ScoreOverride(
        name,
        limit,
        override.has(key)
            ? problems.attempt(() -> override.number(key, 0, Scorecard.BEST_SCORE), 0.0)
            : 0,
        problems.attempt(() -> override.text("reason"), ""),
        problems.attempt(() -> expires(override), LocalDate.MAX),
        accounts,
        when);
  }

  private static Limit limit(Section override) {
    if (override.has("cap") == override.has("floor")) {
      throw override.wrong(
          "cap",
          override.has("cap") ? "there is a floor, too" : "there is neither a cap nor a floor",
          "write either cap or floor with a score from 0 to 100");
    }
    return override.has("cap") ? Limit.CAP : Limit.FLOOR;
  }

  private static LocalDate expires(Section override) {
    String text = override.text("expires");
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw override
          .wrong("expires", text + " is not a date", "write the last day as YYYY-MM-DD")
          .causedBy(e);
    }
  }
}
