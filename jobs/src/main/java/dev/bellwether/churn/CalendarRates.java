package dev.bellwether.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * What a calendar alone predicts: the share that churned of steps with, and of steps without, a
 * renewal in them. Whatever a model knows of an account must beat it.
 */
record CalendarRates(Map<Boolean, Double> rates) implements Serializable {

  static CalendarRates of(JavaRDD<Example> training) {
    Map<Boolean, Double> rates = new HashMap<>();
    for (boolean renews : new boolean[] {true, false}) {
      JavaRDD<Example> steps = training.filter(each -> HazardSteps.hasRenewal(each) == renews);
      // Laplace's half an event keeps a probability where nothing happened
      double churned = steps.filter(Example::event).count() + 0.5;
      rates.put(renews, churned / (steps.count() + 1));
    }
    return new CalendarRates(rates);
  }

  double hazard(Example step) {
    return rates.get(HazardSteps.hasRenewal(step));
  }
}
