package dev.bellwether.platform.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what a misspelt name was meant to be. */
public final class Nearest {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /** The candidate that takes the fewest edits, letters' case aside; none when there is none. */
  public static Optional<String> to(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .min(
            Comparator.comparingInt(
                    (String other) -> DISTANCE.apply(wanted, other.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Advice naming the nearest candidate and all of them. */
  public static String advice(String name, Collection<String> candidates) {
    return to(name, candidates)
        .map(nearest -> "did you mean " + nearest + "? known: " + String.join(", ", candidates))
        .orElse("there is none to choose from");
  }
}
