package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Batches;
import dev.bellwether.prediction.Contributions;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Explainer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Says what moves the log odds of churn in the first periods of observations. */
final class HazardExplainer {
  private static final int OBSERVATIONS_AT_ONCE = 1000;

  private final int periods;
  private final Explainer explainer;
  private final PeriodFeatures features;

  /**
   * @param periods how many periods count; what is said is the mean over them
   */
  HazardExplainer(HazardModel model, int periods) {
    this.periods = periods;
    this.explainer = model.trained().explainer(model.method());
    this.features = model.picked();
  }

  /**
   * What moves an observation.
   *
   * @param contributions of each of the model's features; with the base they sum to the log odds
   */
  record Explained(Observation observation, Contributions contributions) {}

  /** Explains observations, some at a time. */
  Iterator<Explained> explained(Iterator<Observation> observations) {
    return new Batches<>(observations, OBSERVATIONS_AT_ONCE, this::explained);
  }

  private List<Explained> explained(List<Observation> batch) {
    List<Example> rows =
        batch.stream()
            .flatMap(each -> HazardPeriods.ahead(each).subList(0, periods).stream())
            .map(features::of)
            .toList();
    List<Contributions> contributions = explainer.of(rows);
    List<Explained> explained = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Contributions mean =
          Contributions.mean(contributions.subList(i * periods, (i + 1) * periods));
      explained.add(new Explained(batch.get(i), mean));
    }
    return explained;
  }
}
