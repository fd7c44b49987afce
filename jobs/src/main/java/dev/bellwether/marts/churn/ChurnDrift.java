package dev.bellwether.marts.churn;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.contract.Tables;
import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * Whether a model still fits: whether customers are still spread as they were when it was tried,
 * and whether as many churned as it would have expected.
 *
 * <p>Expectation goes by the last three month-ends whose 30 days have matured: these hardly
 * overlap, so outcomes are nearly independent, and the distance of observed from expected churns is
 * told in standard deviations, sqrt(sum of p (1 - p)).
 *
 * @param modelId the model
 * @param customers of the night
 * @param stability of each number, see {@link Population#stabilityOf}; empty where the model has no
 *     record of its population, or nobody is a customer
 * @param observations customers of the three month-ends, of which it has learned no outcome
 * @param expected churns among them
 * @param observed churns among them
 * @param deviations (observed - expected) / standard deviation; empty where nothing was expected
 */
record ChurnDrift(
    String modelId,
    long customers,
    Map<String, Double> stability,
    long observations,
    double expected,
    long observed,
    OptionalDouble deviations) {

  private static final String CALIBRATION = "calibration";
  private static final String POPULATION = "population";
  private static final int HORIZON_DAYS = HazardPeriods.DAYS;
  private static final int MONTH_ENDS = 3;

  /** Above, the population is another. */
  private static final double UNSTABLE = 0.25;

  /** Under so many customers, ten bins differ that much by chance. */
  private static final int FEWEST_CUSTOMERS = 200;

  /** Beyond, chance does not explain it. */
  private static final double DEVIATIONS = 3;

  /** Within this share of what was expected, no distance matters. */
  private static final double TOLERATED = 0.1;

  /** Under so many churns, observed or expected, the normal approximation does not hold. */
  private static final int FEWEST_FOR_NORMAL = 10;

  /**
   * Looks at a model on a night.
   *
   * @param tonight customers of the night
   * @param labelled customers of month-ends with what became of them
   * @param maturedDays the month-ends of which the first outcome is known, ascending
   */
  static ChurnDrift of(
      HazardModel model,
      LocalDate date,
      JavaRDD<Observation> tonight,
      JavaRDD<Observation> labelled,
      List<Integer> maturedDays) {
    int knownOn = (int) date.toEpochDay();
    List<Integer> last = lookedBackTo(maturedDays);
    Sums sums =
        labelled
            .filter(each -> last.contains(each.day()) && churned(each, knownOn).isPresent())
            .mapPartitions(model::curves)
            .map(
                curve ->
                    Sums.of(
                        curve.churnedBy()[0], churned(curve.observation(), knownOn).orElseThrow()))
            .fold(Sums.NONE, Sums::plus);
    Population before = model.population();
    Population now = before.isKnown() ? population(model, tonight) : before;
    long customers = now.isKnown() ? now.customers() : 0;
    return new ChurnDrift(
        model.id(),
        customers,
        customers == 0 ? Map.of() : before.stabilityOf(now),
        sums.observations(),
        sums.expected(),
        sums.observed(),
        sums.deviations());
  }

  /** Of the observation dates of which an outcome is known, those that calibration goes by. */
  static List<Integer> lookedBackTo(List<Integer> maturedDays) {
    int first = Math.max(0, maturedDays.size() - MONTH_ENDS);
    return List.copyOf(maturedDays.subList(first, maturedDays.size()));
  }

  /** Whether a customer churned within the horizon, if that was known on a day. */
  private static Optional<Boolean> churned(Observation observation, int knownOn) {
    return observation
        .knownOn(knownOn)
        .map(outcome -> outcome.churnedBy(observation.day() + HORIZON_DAYS));
  }

  private static Population population(HazardModel model, JavaRDD<Observation> tonight) {
    int period = Horizons.HEADLINE / HazardPeriods.DAYS - 1;
    return tonight
        .mapPartitions(model::curves)
        .aggregate(
            model.population().emptied(),
            (population, curve) -> population.add(curve.observation(), curve.churnedBy()[period]),
            Population::plus);
  }

  /** Whether it no longer fits: the population of its probabilities is another, or its sums are. */
  boolean hasDrifted() {
    return isUnstable(stability.getOrDefault(Population.PROBABILITY, 0.0)) || isMiscalibrated();
  }

  private boolean isUnstable(double index) {
    return index > UNSTABLE && customers >= FEWEST_CUSTOMERS;
  }

  private boolean isMiscalibrated() {
    return deviations.isPresent()
        && Math.abs(deviations.getAsDouble()) > DEVIATIONS
        && Math.abs(observed - expected) > TOLERATED * expected
        && Math.max((double) observed, expected) >= FEWEST_FOR_NORMAL;
  }

  /** Its rows of churn_drift. */
  List<Row> rows(LocalDate date) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row(date, CALIBRATION, Population.PROBABILITY)
            .set("observations", observations)
            .set("value", deviations.isPresent() ? deviations.getAsDouble() : null)
            .set("expected", expected)
            .set("observed", observed)
            .set("drifted", isMiscalibrated())
            .row());
    stability.forEach(
        (name, index) ->
            rows.add(
                row(date, POPULATION, name)
                    .set("observations", customers)
                    .set("value", index)
                    .set("drifted", isUnstable(index))
                    .row()));
    return rows;
  }

  private NamedRow row(LocalDate date, String kind, String subject) {
    return NamedRow.of(Contracts.of(Tables.CHURN_DRIFT).schema())
        .set("as_of_date", Date.valueOf(date))
        .set("kind", kind)
        .set("subject", subject)
        .set("model_id", modelId);
  }

  /**
   * What adds up over customers, probabilities as whole billionths: so their sum is the same in
   * whatever order they come.
   */
  private record Sums(long observations, long expectedUnits, long varianceUnits, long observed)
      implements Serializable {
    private static final double UNIT = 1e-9;
    static final Sums NONE = new Sums(0, 0, 0, 0);

    static Sums of(double probability, boolean churned) {
      return new Sums(
          1,
          Math.round(probability / UNIT),
          Math.round(probability * (1 - probability) / UNIT),
          churned ? 1 : 0);
    }

    Sums plus(Sums other) {
      return new Sums(
          observations + other.observations,
          expectedUnits + other.expectedUnits,
          varianceUnits + other.varianceUnits,
          observed + other.observed);
    }

    double expected() {
      return expectedUnits * UNIT;
    }

    /** How far observed lies from expected, in standard deviations. */
    OptionalDouble deviations() {
      return varianceUnits == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((observed - expected()) / Math.sqrt(varianceUnits * UNIT));
    }
  }
}
