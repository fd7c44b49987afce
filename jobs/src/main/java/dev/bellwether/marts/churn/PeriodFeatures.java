package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Picks, by name, the features that a model reads from those that a period has now. */
final class PeriodFeatures implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] numbers;
  private final int[] texts;

  PeriodFeatures(List<String> numberNames, List<String> textNames) {
    numbers = positions(numberNames, HazardFeatures.NUMBERS_OF_PERIOD);
    texts = positions(textNames, HazardFeatures.TEXTS);
  }

  private static int[] positions(List<String> names, List<String> all) {
    return names.stream().mapToInt(all::indexOf).toArray();
  }

  /** The period as the model knows it. */
  Example of(Example period) {
    return new Example(
        period.row(),
        period.id(),
        period.time(),
        period.event(),
        Arrays.stream(numbers).mapToDouble(position -> period.numbers()[position]).toArray(),
        Arrays.stream(texts).mapToObj(position -> period.texts()[position]).toArray(String[]::new));
  }
}
