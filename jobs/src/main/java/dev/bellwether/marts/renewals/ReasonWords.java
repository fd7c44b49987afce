package dev.bellwether.marts.renewals;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.features.FeatureWords;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How a feature that speaks against a renewal is told: as a move, or held against others.
 *
 * <p>"46 active users" is nothing that anybody can act on. What has become worse by a tenth or more
 * within a quarter is told as that move; else what is worse than usual in its segment is told
 * beside what is usual there. What is neither is no reason. Features that are moves themselves
 * ("active users down 45 %") are told as they are, and so is what can be held against nothing; and
 * so are days that go by ("no sponsor for 40 days"), once they have become more.
 */
final class ReasonWords {
  private static final double LEAST_MOVE = 0.1;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.US);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.US);

  private ReasonWords() {}

  /**
   * What is known of a feature that a model goes by.
   *
   * @param feature a column of account_features
   * @param value its value at the date
   * @param earlier its value about a quarter before, or null
   * @param earlierOn the date of that, or null
   * @param usual the median of the segment's customers at the date, or null
   */
  record Known(
      LocalDate date,
      String feature,
      double value,
      Double earlier,
      LocalDate earlierOn,
      Double usual) {}

  /** The words; empty where it is no reason. */
  static Optional<String> of(Known known) {
    FeatureCatalogue catalogue = FeatureCatalogue.ofAccounts();
    FeatureWords words = catalogue.words(known.feature(), known.feature());
    if (catalogue.isMove(known.feature())) {
      return Optional.of(words.level(known.value()));
    }
    if (hasMoved(words, known)
        && catalogue.isWorse(known.feature(), known.value(), known.earlier())) {
      return Optional.of(
          catalogue.isDays(known.feature())
              ? words.level(known.value())
              : words.move(known.earlier(), known.value()) + " since " + since(known));
    }
    if (known.usual() == null) {
      return known.earlier() == null ? Optional.of(words.level(known.value())) : Optional.empty();
    }
    return catalogue.isWorse(known.feature(), known.value(), known.usual())
        ? Optional.of(againstOthers(words, known))
        : Optional.empty();
  }

  /** Whether by a tenth or more, and by so much that it shows in the words. */
  private static boolean hasMoved(FeatureWords words, Known known) {
    if (known.earlier() == null
        || words.level(known.earlier()).equals(words.level(known.value()))) {
      return false;
    }
    double size = Math.max(Math.abs(known.earlier()), Math.abs(known.value()));
    return Math.abs(known.value() - known.earlier()) >= LEAST_MOVE * size && size > 0;
  }

  private static String since(Known known) {
    boolean isSameYear = known.earlierOn().getYear() == known.date().getYear();
    return (isSameYear ? DAY : DAY_OF_YEAR).format(known.earlierOn());
  }

  private static String againstOthers(FeatureWords words, Known known) {
    String own = words.level(known.value());
    return words.level(known.usual()).equals(own)
        ? own
        : own + " (usual in its segment: " + words.value(known.usual()) + ")";
  }
}
