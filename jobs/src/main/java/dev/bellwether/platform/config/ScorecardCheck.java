package dev.bellwether.platform.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Finds all that is wrong with a scorecard's file, and what its author may have missed. */
public final class ScorecardCheck {
  private ScorecardCheck() {}

  /**
   * Checks a file; scorecards that its rules name are looked for beside it.
   *
   * @param date the day by which overrides are held to have expired
   * @param environment all environment variables
   */
  public static CheckedFile<Scorecard> of(
      Path file, LocalDate date, Map<String, String> environment) {
    return CheckedFile.of(
        file,
        environment,
        (name, content, problems) -> {
          Scorecard scorecard =
              new ScorecardReader(name, content, Configuration.features(), problems).read();
          checkRules(scorecard, content, file, problems);
          warnings(scorecard, content, date).forEach(problems::warn);
          return scorecard;
        });
  }

  private static void checkRules(
      Scorecard scorecard, Section content, Path file, Problems problems) {
    Path folder = file.toAbsolutePath().getParent();
    List<String> others = ConfFolder.scorecardsIn(folder);
    for (int i = 0; i < scorecard.rules().size(); i++) {
      String other = scorecard.rules().get(i).scorecard();
      if (!other.isEmpty() && !others.contains(other)) {
        problems.add(
            content.wrong(
                "rules[" + i + "].scorecard",
                "there is no scorecard " + other + " in " + folder,
                Nearest.advice(other, others)));
      }
    }
  }

  private static List<String> warnings(Scorecard scorecard, Section content, LocalDate date) {
    return scorecard.expired(date).stream()
        .map(
            override ->
                content.where("overrides." + override.name() + ".expires")
                    + ": it expired on "
                    + override.expires()
                    + ", so it changes no score any more\n  fix: drop the override, or give it a later day")
        .toList();
  }
}
