package dev.bellwether.report;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.features.FeatureWords;
import dev.bellwether.reading.TableRow;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Drivers of churn in words: as a move since a quarter before where the driver moved, since a level
 * says little to who must act on it.
 */
final class Moves {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private Moves() {}

  /** A row of {@code churn_explanation} in words, unless its feature has no number. */
  static Optional<String> words(TableRow driver) {
    if (driver.number("raw_value").isEmpty() || driver.text("feature").isEmpty()) {
      return Optional.empty();
    }
    String feature = driver.required("feature");
    FeatureWords words = FeatureCatalogue.ofAccounts().words(feature, feature);
    double now = driver.number("raw_value").getAsDouble();
    if (driver.number("earlier_value").isEmpty() || driver.date("earlier_on").isEmpty()) {
      return Optional.of(words.level(now));
    }
    double before = driver.number("earlier_value").getAsDouble();
    String level = words.level(now);
    return Optional.of(
        level.equals(words.level(before))
            ? level + ", as on " + DAY.format(driver.date("earlier_on").get())
            : words.move(before, now) + " since " + DAY.format(driver.date("earlier_on").get()));
  }
}
