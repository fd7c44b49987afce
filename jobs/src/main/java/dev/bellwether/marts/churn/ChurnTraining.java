package dev.bellwether.marts.churn;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Draw;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.evaluation.Evaluation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains a model on what had matured by a date, and holds it against the one in force on later
 * observations that neither has learned from.
 *
 * <p>The last quarter of the observation dates is for the test. A period is for training when it
 * had ended, gap included, by the first of them; how it ended is told as known on the trial's date.
 */
final class ChurnTraining {
  /** Customers of the test whose numbers tell how all are spread. */
  private static final long MOST_IN_POPULATION = 20_000;

  private static final double TEST_SHARE = 0.25;

  /** Days to learn from before the test begins: an annual contract must have come up in them. */
  private static final int FEWEST_DAYS = 365;

  /**
   * Methods on the test: the new model, the one in force, the contract alone, health band and
   * segment, everybody alike.
   */
  static final String CHALLENGER = "challenger";

  static final String CHAMPION = "champion";
  static final String CALENDAR = "calendar";
  static final String BAND_RATE = "band_rate";
  static final String BASE_RATE = "base_rate";

  private final SparkSession spark;
  private final Settings settings;
  private final JavaRDD<Observation> observations;

  /**
   * @param observations customers of month-ends with what became of them
   */
  ChurnTraining(SparkSession spark, Settings settings, JavaRDD<Observation> observations) {
    this.spark = spark;
    this.settings = settings;
    this.observations = observations;
  }

  /**
   * Trains and tests a model.
   *
   * @param champion the model in force, if there is one
   * @return empty when history is too short, or hardly anybody churned on a side of the cut
   */
  Optional<ChurnTrial> trial(LocalDate date, Optional<HazardModel> champion) {
    int knownOn = (int) date.toEpochDay();
    JavaRDD<Observation> known = observations.filter(each -> each.knownOn(knownOn).isPresent());
    List<Integer> days =
        known.map(Observation::day).distinct().collect().stream().sorted().toList();
    if (!isLongEnough(days)) {
      return Optional.empty();
    }
    int testFrom = testFrom(days);
    JavaRDD<Observation> earlier = known.filter(each -> each.day() < testFrom);
    JavaRDD<Observation> tested =
        PeriodSample.tested(known.filter(each -> each.day() >= testFrom), knownOn);
    JavaRDD<Example> training =
        kept(PeriodSample.training(earlier, knownOn, settings.churn().gapDays(), testFrom));
    JavaRDD<Example> test = kept(PeriodSample.test(tested, knownOn));
    try {
      if (!isEnough(training) || !isEnough(test)) {
        return Optional.empty();
      }
      HazardModel challenger =
          trained(
              date,
              training,
              days.stream().filter(day -> day < testFrom).toList(),
              KnownShares.of(tested).unsteadySince(KnownShares.of(earlier)));
      CalendarRates calendar = CalendarRates.of(training);
      double baseRate = CalendarRates.baseRate(training);
      BandRates bandRates = BandRates.of(spark, settings.churn(), earlier, date, testFrom);
      TestForecasts forecasts =
          TestForecasts.of(tested, knownOn, methods(challenger, champion, calendar, baseRate))
              .with(BAND_RATE, bandRates::probability);
      return Optional.of(
          ChurnTrial.of(
              withPopulation(challenger, tested, forecasts),
              champion,
              calendar,
              test,
              LocalDate.ofEpochDay(testFrom),
              forecasts,
              training.count()));
    } finally {
      training.unpersist();
      test.unpersist();
    }
  }

  private static JavaRDD<Example> kept(JavaRDD<Example> periods) {
    return periods.persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Whether observation dates, ascending, leave enough to learn from before the test. */
  static boolean isLongEnough(List<Integer> days) {
    return !days.isEmpty() && testFrom(days) - days.get(0) >= FEWEST_DAYS;
  }

  private static int testFrom(List<Integer> days) {
    return days.get((int) Math.floor(days.size() * (1 - TEST_SHARE)));
  }

  private static List<TestForecasts.Named> methods(
      HazardModel challenger,
      Optional<HazardModel> champion,
      CalendarRates calendar,
      double baseRate) {
    List<TestForecasts.Named> methods = new ArrayList<>();
    methods.add(new TestForecasts.Named(CHALLENGER, challenger::hazards));
    champion.ifPresent(model -> methods.add(new TestForecasts.Named(CHAMPION, model::hazards)));
    methods.add(new TestForecasts.Named(CALENDAR, calendar::hazards));
    methods.add(
        new TestForecasts.Named(
            BASE_RATE,
            periods -> DoubleStream.generate(() -> baseRate).limit(periods.size()).toArray()));
    return methods;
  }

  /**
   * @param leftOut numbers not to learn from
   */
  private HazardModel trained(
      LocalDate date, JavaRDD<Example> training, List<Integer> days, Set<String> leftOut) {
    List<Feature> numbers =
        HazardFeatures.numbersOfPeriod(settings.scorecards()).stream()
            .filter(feature -> !leftOut.contains(feature.name()))
            .toList();
    PeriodFeatures picked =
        new PeriodFeatures(numbers.stream().map(Feature::name).toList(), HazardFeatures.TEXTS);
    JavaRDD<Example> examples = kept(training.map(picked::of));
    try {
      FeatureTable table = new FeatureTable(spark, numbers, HazardFeatures.TEXTS, examples);
      CalibratedModels trained = new HazardTrainer(settings.churn().gapDays()).train(table, days);
      return new HazardModel("hazard-" + date, trained, trained.best(), null);
    } finally {
      examples.unpersist();
    }
  }

  private static HazardModel withPopulation(
      HazardModel model, JavaRDD<Observation> tested, TestForecasts forecasts) {
    int every = (int) (tested.count() / MOST_IN_POPULATION + 1);
    List<Observation> sample =
        tested.filter(each -> Draw.of(each.accountId(), "population", every) == 0).collect();
    Population population = Population.of(sample, forecasts.by(CHALLENGER).probabilities());
    return new HazardModel(model.id(), model.trained(), model.method(), population);
  }

  private static boolean isEnough(JavaRDD<Example> periods) {
    return HazardTrainer.churnedAccounts(periods) >= Evaluation.FEWEST_EVENTS
        && !periods.filter(each -> !each.event()).isEmpty();
  }
}
