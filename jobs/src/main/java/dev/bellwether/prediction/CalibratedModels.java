package dev.bellwether.prediction;

import dev.bellwether.prediction.calibration.Calibration;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * Models with their calibration: what predicts.
 *
 * @param models the models
 * @param calibrations of each method
 * @param calibrationLoss the log loss, in nats, of each method on calibration rows that neither its
 *     model nor the calibration used there had seen
 */
public record CalibratedModels(
    FittedModels models, Map<Method, Calibration> calibrations, Map<Method, Double> calibrationLoss)
    implements Serializable {

  /** The rows with each method's log odds. */
  public JavaRDD<Scored> score(FeatureTable table) {
    return models.score(table);
  }

  /** The rows with each method's log odds, in their order. */
  public Iterator<Scored> score(Iterator<Example> examples) {
    return models.scored(examples);
  }

  /** The numbers that rows must have, in their order. */
  public List<String> numbers() {
    return models.encoding().numbers().stream().map(Feature::name).toList();
  }

  /** The texts that rows must have, in their order. */
  public List<String> texts() {
    return models.encoding().texts();
  }

  /** The method of the least loss on calibration rows. */
  public Method best() {
    return Collections.min(calibrationLoss.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** What explains rows as a method sees them. */
  public Explainer explainer(Method method) {
    return new Explainer(models, method);
  }

  /** The calibrated probability that a method gives a scored row. */
  public double probability(Method method, Scored scored) {
    return calibrations.get(method).probability(scored.margin(method));
  }

  /** How probabilities were calibrated: platt or isotonic. */
  public String calibrationKind() {
    return calibrations.get(Method.BLEND).kind();
  }

  /** How many rounds the booster has. */
  public int rounds() {
    return models.boosting().rounds();
  }
}
