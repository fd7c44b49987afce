package dev.bellwether.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final List<Example> ROWS = rows();
  private static final FittedModels MODELS = models();

  /** Two numbers that matter, one with gaps; one that never changes; a text that matters. */
  private static List<Example> rows() {
    Random random = new Random(11);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double first = random.nextGaussian();
      double second = random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
      String text = random.nextInt(5) == 0 ? null : random.nextBoolean() ? "x" : "y";
      double odds = first + (Double.isNaN(second) ? 1 : second) + ("x".equals(text) ? 1 : -1);
      boolean event = random.nextDouble() < 1 / (1 + Math.exp(-odds));
      double[] numbers = {first, second, 7};
      rows.add(new Example(i, "id" + i, 0, event, numbers, new String[] {text}));
    }
    return rows;
  }

  private static FittedModels models() {
    List<Feature> numbers =
        List.of(Feature.of("first"), Feature.of("second"), Feature.of("constant"));
    return new ModelTrainer(numbers, List.of("text"), 1)
        .fit(ROWS, new Growth(new TreeShape(4, 5), 40));
  }

  private static Contributions explained(Method method, Example row) {
    return new Explainer(MODELS, method).of(List.of(row)).get(0);
  }

  private static double sum(Contributions contributions) {
    return contributions.base() + Arrays.stream(contributions.ofFeatures()).sum();
  }

  @Test
  void contributionsAndBaseSumToTheLogOdds() {
    for (Method method : Method.values()) {
      for (Example row : ROWS.subList(0, 50)) {
        Scored scored = MODELS.scored(List.of(row).iterator()).next();

        assertThat(sum(explained(method, row))).isCloseTo(scored.margin(method), within(1e-5));
      }
    }
  }

  @Test
  void theLogisticOnesAreWhatTheFeaturesColumnsAddBeyondTheirAverages() {
    Encoding encoding = MODELS.encoding();
    int[] features = encoding.features();
    for (Example row : ROWS.subList(0, 50)) {
      double[] filled = encoding.filled(row);
      for (int feature = 0; feature < 4; feature++) {
        double[] average = filled.clone();
        for (int column = 0; column < filled.length; column++) {
          average[column] = features[column] == feature ? meanOf(column) : filled[column];
        }
        double moved = MODELS.logistic().margin(filled) - MODELS.logistic().margin(average);

        assertThat(explained(Method.LOGISTIC, row).ofFeatures()[feature])
            .isCloseTo(moved, within(1e-9));
      }
    }
  }

  /** Of the rows themselves, encoded one by one. */
  private static double meanOf(int column) {
    return ROWS.stream()
        .mapToDouble(row -> MODELS.encoding().filled(row)[column])
        .average()
        .orElseThrow();
  }

  @Test
  void columnsBelongToTheirFeatures() {
    // numbers; x, y, rare and unknown of the text; the gap of the second number
    assertThat(MODELS.encoding().features()).containsExactly(0, 1, 2, 3, 3, 3, 3, 1);
  }

  @Test
  void whatNeverChangesAddsNothing() {
    for (Method method : Method.values()) {
      assertThat(explained(method, ROWS.get(0)).ofFeatures()[2]).isZero();
    }
  }
}
