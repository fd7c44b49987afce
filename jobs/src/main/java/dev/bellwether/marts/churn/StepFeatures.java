package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Trained;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Picks, by name, the features that a model reads from those that a step has now. */
final class StepFeatures implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] numbers;
  private final int[] texts;

  StepFeatures(Trained trained) {
    this(trained.numbers(), trained.texts());
  }

  StepFeatures(List<String> numberNames, List<String> textNames) {
    numbers = positions(numberNames, HazardFeatures.NUMBERS_OF_STEP);
    texts = positions(textNames, HazardFeatures.TEXTS);
  }

  private static int[] positions(List<String> names, List<String> all) {
    return names.stream().mapToInt(all::indexOf).toArray();
  }

  /** The step as the model knows it. */
  Example of(Example step) {
    return new Example(
        step.row(),
        step.id(),
        step.time(),
        step.event(),
        Arrays.stream(numbers).mapToDouble(position -> step.numbers()[position]).toArray(),
        Arrays.stream(texts).mapToObj(position -> step.texts()[position]).toArray(String[]::new));
  }
}
