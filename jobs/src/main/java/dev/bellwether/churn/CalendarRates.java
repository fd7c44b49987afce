package dev.bellwether.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * What the contract alone predicts: the share that churned of steps with, and of steps without, a
 * renewal in them, by length of term. Whatever a model knows of an account must beat it.
 *
 * @param rates the rate of each cell, shrunk to that of all terms
 */
record CalendarRates(Map<String, Double> rates) implements Serializable {
  private static final int TERM = HazardFeatures.NUMBERS.indexOf("term_months");
  private static final double PSEUDO_STEPS = 50;

  static CalendarRates of(JavaRDD<Example> training) {
    Map<String, Long> steps = training.map(CalendarRates::cell).countByValue();
    Map<String, Long> churned =
        training.filter(Example::event).map(CalendarRates::cell).countByValue();
    Map<String, Double> rates = new HashMap<>();
    for (String renewal : List.of("true", "false")) {
      // half an event keeps a probability where nothing happened
      double overall = (sum(churned, renewal) + 0.5) / (sum(steps, renewal) + 1);
      rates.put(renewal, overall);
      steps.keySet().stream()
          .filter(cell -> cell.startsWith(renewal))
          .forEach(
              cell ->
                  rates.put(
                      cell,
                      (churned.getOrDefault(cell, 0L) + PSEUDO_STEPS * overall)
                          / (steps.get(cell) + PSEUDO_STEPS)));
    }
    return new CalendarRates(rates);
  }

  double hazard(Example step) {
    Double ofTerm = rates.get(cell(step));
    return ofTerm == null ? rates.get("" + HazardSteps.hasRenewal(step)) : ofTerm;
  }

  private static double sum(Map<String, Long> cells, String renewal) {
    return cells.entrySet().stream()
        .filter(cell -> cell.getKey().startsWith(renewal))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static String cell(Example step) {
    return HazardSteps.hasRenewal(step) + " " + step.numbers()[TERM];
  }
}
