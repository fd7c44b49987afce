package dev.bellwether.prediction.leak;

import dev.bellwether.prediction.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Suspects features that know the outcome: predictions that are too good, or one feature alone that
 * carries them.
 */
public final class LeakGuard {
  /** Churn is never told so well by what is known before it. */
  private static final double TOO_GOOD = 0.95;

  /** Below, a single strong feature is nothing unusual. */
  private static final double STRONG = 0.85;

  /** The share of a model's distance to chance that one feature alone may reach. */
  private static final double ALONE = 0.9;

  private static final int MOST_SUSPECTS = 3;

  private static final String LEAK = "possible leak: ";

  private LeakGuard() {}

  /** Whether a leak is among warnings. */
  public static boolean suspects(List<String> warnings) {
    return warnings.stream().anyMatch(warning -> warning.startsWith(LEAK));
  }

  /** Warnings in words, of a champion's AUC and of each feature's alone. */
  public static List<String> warnings(double auc, List<SingleFeature> features) {
    List<SingleFeature> best =
        features.stream()
            .sorted(Comparator.comparingDouble(SingleFeature::auc).reversed())
            .limit(MOST_SUSPECTS)
            .toList();
    List<String> warnings = new ArrayList<>();
    if (auc > TOO_GOOD) {
      warnings.add(
          String.format(
              Locale.ROOT,
              LEAK
                  + "an AUC of %.3f is better than churn can be told in advance. Suspects, by"
                  + " their AUC alone: %s. Leave out columns that are filled after the outcome.",
              auc,
              names(best)));
    }
    List<SingleFeature> alone =
        best.stream()
            .filter(f -> f.auc() >= STRONG && f.auc() - 0.5 >= ALONE * (auc - 0.5))
            .toList();
    if (!alone.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              LEAK
                  + "one column alone does nearly what all do together (AUC %.3f): %s. Make"
                  + " sure that it is known before the outcome.",
              auc,
              names(alone)));
    }
    return warnings;
  }

  private static String names(List<SingleFeature> features) {
    return features.stream()
        .map(feature -> String.format(Locale.ROOT, "%s (%.3f)", feature.name(), feature.auc()))
        .collect(Collectors.joining(", "));
  }

  /** Each feature alone, by a sample of rows. */
  public static List<SingleFeature> alone(
      List<String> numbers, List<String> texts, List<Example> sample) {
    boolean[] events = new boolean[sample.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = sample.get(i).event();
    }
    List<SingleFeature> features = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      int position = i;
      double[] values = sample.stream().mapToDouble(e -> e.numbers()[position]).toArray();
      features.add(SingleFeature.of(numbers.get(i), values, events));
    }
    for (int i = 0; i < texts.size(); i++) {
      List<String> values = new ArrayList<>();
      for (Example example : sample) {
        values.add(example.texts()[i]);
      }
      features.add(SingleFeature.of(texts.get(i), values, events));
    }
    return features;
  }
}
