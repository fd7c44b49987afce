package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * All that is wrong with a scorecard's file.
 *
 * @param scorecard the scorecard; null when there are errors
 * @param errors what makes it unusable, each with place, reason and fix
 * @param warnings what its author may have missed
 */
public record ScorecardCheck(
    Scorecard scorecard, List<BellwetherException> errors, List<String> warnings) {
  private static final String YAML = ".yaml";

  public ScorecardCheck {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /**
   * Checks a file; scorecards that its rules name are looked for beside it.
   *
   * @param date the day by which overrides are held to have expired
   * @param environment all environment variables
   */
  public static ScorecardCheck of(Path file, LocalDate date, Map<String, String> environment) {
    Problems problems = new Problems();
    String fileName = file.getFileName().toString();
    String name =
        fileName.endsWith(YAML)
            ? fileName.substring(0, fileName.length() - YAML.length())
            : fileName;
    Interpolation interpolation = new Interpolation(environment);
    Section content = problems.attempt(() -> YamlFile.read(file, interpolation), null);
    if (content == null) {
      return new ScorecardCheck(null, problems.found(), List.of());
    }
    Scorecard scorecard =
        new ScorecardReader(name, content, Configuration.features(), problems).read();
    checkRules(scorecard, content, file, problems);
    boolean isUsable = problems.found().isEmpty();
    return new ScorecardCheck(
        isUsable ? scorecard : null, problems.found(), warnings(scorecard, content, date));
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
