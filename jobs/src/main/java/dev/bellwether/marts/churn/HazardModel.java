package dev.bellwether.marts.churn;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trained model that gives each period of an observation its hazard.
 *
 * @param id its name in churn_model
 * @param trained the models
 * @param method which of them predicts
 * @param population how customers were spread when it was tried
 */
record HazardModel(String id, CalibratedModels trained, Method method, Population population)
    implements Serializable {

  /** The probability of churn by the end of each period ahead. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Curve(Observation observation, double[] churnedBy) implements Serializable {

    /** That by the end of the period with the renewal decided next, if there is such a period. */
    Optional<Double> atRenewal() {
      return Optional.ofNullable(observation.daysToRenewal())
          .map(days -> Math.max(0, Math.floorDiv(days - 1, HazardPeriods.DAYS)))
          .filter(period -> period < churnedBy.length)
          .map(period -> churnedBy[period]);
    }
  }

  /** The same model with a population. */
  HazardModel with(Population tested) {
    return new HazardModel(id, trained, method, tested);
  }

  /** The names of what it reads that is no longer made; features added since do not matter. */
  List<String> missing() {
    List<String> missing = new ArrayList<>(features());
    missing.removeAll(HazardFeatures.NUMBERS_OF_PERIOD);
    missing.removeAll(HazardFeatures.TEXTS);
    return missing;
  }

  /** The hazards of periods, in their order. */
  double[] hazards(List<Example> periods) {
    Iterator<Scored> scored = score(periods.iterator());
    return periods.stream().mapToDouble(period -> hazard(scored.next())).toArray();
  }

  /** The curves of observations, in their order. */
  Iterator<Curve> curves(Iterator<Observation> observations) {
    return new Iterator<>() {
      private final Deque<Observation> pending = new ArrayDeque<>();
      private final Iterator<Scored> scored = score(new Periods(observations, pending));

      @Override
      public boolean hasNext() {
        return scored.hasNext();
      }

      @Override
      public Curve next() {
        double[] hazards = new double[HazardPeriods.COUNT];
        for (int period = 0; period < hazards.length; period++) {
          hazards[period] = hazard(scored.next());
        }
        return new Curve(pending.remove(), HazardPeriods.cumulative(hazards));
      }
    };
  }

  /** The names of what it reads. */
  List<String> features() {
    return Stream.of(numbers(), trained.texts()).flatMap(List::stream).toList();
  }

  private List<String> numbers() {
    return trained.numbers().stream().map(HazardPeriods::currentName).toList();
  }

  private double hazard(Scored period) {
    return trained.probability(method, period);
  }

  /** What picks the features that it reads from those of a period. */
  PeriodFeatures picked() {
    return new PeriodFeatures(numbers(), trained.texts());
  }

  /** The scores of periods, their features picked by name. */
  private Iterator<Scored> score(Iterator<Example> periods) {
    PeriodFeatures picked = picked();
    return trained.score(
        new Iterator<Example>() {
          @Override
          public boolean hasNext() {
            return periods.hasNext();
          }

          @Override
          public Example next() {
            return picked.of(periods.next());
          }
        });
  }

  /** The periods of observations one after another; observations wait for their scores. */
  private static final class Periods implements Iterator<Example> {
    private final Iterator<Observation> observations;
    private final Deque<Observation> pending;
    private Iterator<Example> periods = List.<Example>of().iterator();

    Periods(Iterator<Observation> observations, Deque<Observation> pending) {
      this.observations = observations;
      this.pending = pending;
    }

    @Override
    public boolean hasNext() {
      return periods.hasNext() || observations.hasNext();
    }

    @Override
    public Example next() {
      if (!periods.hasNext()) {
        Observation observation = observations.next();
        pending.add(observation);
        periods = HazardPeriods.ahead(observation).iterator();
      }
      return periods.next();
    }
  }
}
