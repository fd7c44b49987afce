package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import dev.bellwether.prediction.Trained;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A trained model that gives each step of an observation its hazard.
 *
 * @param id its name in churn_model
 * @param trained the models
 * @param method which of them predicts
 * @param population how customers were spread when it was tried; null where that was not recorded
 */
record HazardModel(String id, Trained trained, Method method, Population population)
    implements Serializable {

  /** The probability of churn by the end of each step ahead. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Curve(Observation observation, double[] churnedBy) implements Serializable {

    /** That by the end of the step with the renewal decided next, if there is such a step. */
    Optional<Double> atRenewal() {
      return Optional.ofNullable(observation.daysToRenewal())
          .map(days -> Math.max(0, Math.floorDiv(days - 1, HazardSteps.DAYS)))
          .filter(step -> step < churnedBy.length)
          .map(step -> churnedBy[step]);
    }
  }

  /** The names of what it reads that is no longer made; features added since do not matter. */
  List<String> missing() {
    List<String> missing = features();
    missing.removeAll(HazardFeatures.NUMBERS_OF_STEP);
    missing.removeAll(HazardFeatures.TEXTS);
    return missing;
  }

  /** The hazards of steps, in their order. */
  double[] hazards(List<Example> steps) {
    Iterator<Scored> scored = score(steps.iterator());
    return steps.stream().mapToDouble(step -> hazard(scored.next())).toArray();
  }

  /** The curves of observations, in their order. */
  Iterator<Curve> curves(Iterator<Observation> observations) {
    return new Iterator<>() {
      private final Deque<Observation> pending = new ArrayDeque<>();
      private final Iterator<Scored> scored = score(new Steps(observations, pending));

      @Override
      public boolean hasNext() {
        return scored.hasNext();
      }

      @Override
      public Curve next() {
        double[] hazards = new double[HazardSteps.COUNT];
        for (int step = 0; step < hazards.length; step++) {
          hazards[step] = hazard(scored.next());
        }
        return new Curve(pending.remove(), HazardSteps.cumulative(hazards));
      }
    };
  }

  /** The names of what it reads. */
  List<String> features() {
    List<String> features = new ArrayList<>(trained.numbers());
    features.addAll(trained.texts());
    return features;
  }

  private double hazard(Scored step) {
    return trained.probability(method, step);
  }

  /** The scores of steps, their features picked by name. */
  private Iterator<Scored> score(Iterator<Example> steps) {
    StepFeatures picked = new StepFeatures(trained);
    return trained.score(
        new Iterator<Example>() {
          @Override
          public boolean hasNext() {
            return steps.hasNext();
          }

          @Override
          public Example next() {
            return picked.of(steps.next());
          }
        });
  }

  /** The steps of observations one after another; observations wait for their scores. */
  private static final class Steps implements Iterator<Example> {
    private final Iterator<Observation> observations;
    private final Deque<Observation> pending;
    private Iterator<Example> steps = List.<Example>of().iterator();

    Steps(Iterator<Observation> observations, Deque<Observation> pending) {
      this.observations = observations;
      this.pending = pending;
    }

    @Override
    public boolean hasNext() {
      return steps.hasNext() || observations.hasNext();
    }

    @Override
    public Example next() {
      if (!steps.hasNext()) {
        Observation observation = observations.next();
        pending.add(observation);
        steps = HazardSteps.ahead(observation).iterator();
      }
      return steps.next();
    }
  }
}
