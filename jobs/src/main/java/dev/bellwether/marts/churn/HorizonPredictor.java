package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Gives customers their probability of churn within 90 days. */
@FunctionalInterface
interface HorizonPredictor extends Serializable {
  int PERIODS = Horizons.HEADLINE / HazardPeriods.DAYS;

  /** The probabilities of customers, in their order. */
  double[] probabilities(List<Observation> customers);

  /** Gives periods their hazards, in their order. */
  @FunctionalInterface
  interface Hazards extends Serializable {
    double[] of(List<Example> periods);
  }

  /** The probability that follows from the hazards of the periods until then. */
  static HorizonPredictor of(Hazards hazards) {
    return customers -> {
      List<Example> periods =
          customers.stream()
              .flatMap(each -> HazardPeriods.ahead(each).subList(0, PERIODS).stream())
              .toList();
      double[] all = hazards.of(periods);
      double[] probabilities = new double[customers.size()];
      for (int i = 0; i < probabilities.length; i++) {
        double[] own = Arrays.copyOfRange(all, i * PERIODS, (i + 1) * PERIODS);
        probabilities[i] = HazardPeriods.cumulative(own)[PERIODS - 1];
      }
      return probabilities;
    };
  }
}
