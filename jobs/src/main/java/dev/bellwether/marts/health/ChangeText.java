package dev.bellwether.marts.health;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.features.FeatureWords;
import dev.bellwether.marts.health.Change.Effect;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A change of score in one sentence: "Down 14 since 1 Nov: active users fell 38 → 21 (-9), two
 * escalations opened (-6), invoice paid (+1)".
 */
final class ChangeText {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.US);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.US);

  private ChangeText() {}

  /**
   * The sentence.
   *
   * @param since the earlier night
   * @param date the later night
   * @param changes all effects between the two
   * @param scorecard the scorecard of the later night
   */
  static String of(LocalDate since, LocalDate date, List<Change> changes, String scorecard) {
    Causes causes = causes(changes, scorecard);
    String day = (since.getYear() == date.getYear() ? DAY : DAY_OF_YEAR).format(since);
    String named = causes.listed();
    return headline(causes.wholePoints()) + " since " + day + (named.isEmpty() ? "" : ": " + named);
  }

  private static String headline(long points) {
    return points == 0 ? "Unchanged" : (points > 0 ? "Up " : "Down ") + Math.abs(points);
  }

  private static Causes causes(List<Change> changes, String scorecard) {
    Causes causes = new Causes();
    String availability = availability(changes);
    for (Change change : changes) {
      String text =
          switch (change.effect()) {
            case DATA -> moved(change);
            case AVAILABILITY -> availability;
            case CURVE, SCORECARD_EDITED -> "scorecard edited";
            case SCORECARD_SWITCHED -> "now by scorecard " + scorecard;
            case OVERRIDE -> "override " + change.plainMeasure();
          };
      causes.add(text, change.points());
    }
    return causes;
  }

  private static String moved(Change change) {
    FeatureWords words = FeatureCatalogue.ofAccounts().words(change.feature(), change.measure());
    return words.move(change.from().rawValue(), change.to().rawValue());
  }

  private static String availability(List<Change> changes) {
    List<String> parts = new ArrayList<>();
    add(parts, "no longer known", changes, change -> isLost(change.from(), change.to()));
    add(parts, "now known", changes, change -> isLost(change.to(), change.from()));
    return parts.isEmpty() ? "other measures known" : String.join(", ", parts);
  }

  private static void add(
      List<String> parts, String what, List<Change> changes, Predicate<Change> wanted) {
    String measures =
        changes.stream()
            .filter(change -> change.effect() == Effect.AVAILABILITY)
            .filter(wanted)
            .map(change -> change.plainMeasure())
            .collect(Collectors.joining(" and "));
    if (!measures.isEmpty()) {
      parts.add(measures + " " + what);
    }
  }

  private static boolean isLost(ScoreSheet.Line one, ScoreSheet.Line other) {
    return one != null && one.value() != null && other != null && other.value() == null;
  }
}
