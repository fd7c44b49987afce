package dev.bellwether.marts.churn;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Draw;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Whether observation dates, ascending, leave enough to learn from before the test. */
  static boolean isLongEnough(List<Integer> days) {
    return !days.isEmpty() && testFrom(days) - days.get(0) >= FEWEST_DAYS;
  }

  private static int testFrom(List<Integer> days) {
    return days.get((int) Math.floor(days.size() * (1 - TEST_SHARE)));
  }

  /**
   * Trains and tests a model.
   *
   * @param days the observation dates of which an outcome was known on the date, long enough
   * @param champion the model in force, if there is one
   * @return empty when hardly anybody churned on a side of the cut
   */
  Optional<ChurnTrial> trial(LocalDate date, List<Integer> days, Optional<HazardModel> champion) {
    ObservationSplit split = ObservationSplit.of(observations, date, testFrom(days));
    TestPeriods test = split.test();
    JavaRDD<Example> training =
        split.training(settings.churn().gapDays()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      PeriodCounts counts = PeriodCounts.of(training);
      if (!counts.isEnough() || !test.isEnough()) {
        return Optional.empty();
      }
      List<Integer> earlier = days.stream().filter(day -> day < split.testFrom()).toList();
      HazardModel challenger = trained(date, training, earlier, split.unsteady());
      CalendarRates calendar = CalendarRates.of(counts);
      BandRates bandRates =
          BandRates.of(spark, settings.churn(), split.earlier(), date, split.testFrom());
      TestForecasts forecasts =
          TestForecasts.of(
              split.tested(),
              split.knownOn(),
              methods(challenger, champion, calendar, bandRates, CalendarRates.baseRate(counts)));
      return Optional.of(
          ChurnTrial.of(
              challenger.with(population(split, forecasts)),
              champion,
              calendar,
              test,
              forecasts,
              counts.all().periods()));
    } finally {
      training.unpersist();
    }
  }

  private static Map<String, HorizonPredictor> methods(
      HazardModel challenger,
      Optional<HazardModel> champion,
      CalendarRates calendar,
      BandRates bandRates,
      double baseRate) {
    Map<String, HorizonPredictor> methods = new LinkedHashMap<>();
    methods.put(CHALLENGER, HorizonPredictor.of(challenger::hazards));
    champion.ifPresent(model -> methods.put(CHAMPION, HorizonPredictor.of(model::hazards)));
    methods.put(CALENDAR, HorizonPredictor.of(calendar::hazards));
    methods.put(
        BASE_RATE,
        HorizonPredictor.of(
            periods -> DoubleStream.generate(() -> baseRate).limit(periods.size()).toArray()));
    methods.put(BAND_RATE, bandRates::probabilities);
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
    JavaRDD<Example> examples = training.map(picked::of).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      FeatureTable table = new FeatureTable(spark, numbers, HazardFeatures.TEXTS, examples);
      CalibratedModels trained = new HazardTrainer(settings.churn().gapDays()).train(table, days);
      return new HazardModel("hazard-" + date, trained, trained.best(), Population.UNKNOWN);
    } finally {
      examples.unpersist();
    }
  }

  private static Population population(ObservationSplit split, TestForecasts forecasts) {
    int every = (int) (split.laterCounts().observations() / MOST_IN_POPULATION + 1);
    List<Observation> sample =
        split
            .tested()
            .filter(each -> Draw.of(each.accountId(), "population", every) == 0)
            .collect();
    return Population.of(sample, forecasts.of(CHALLENGER).probabilities());
  }
}
