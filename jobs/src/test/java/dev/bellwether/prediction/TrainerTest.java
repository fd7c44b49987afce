package dev.bellwether.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import dev.bellwether.prediction.calibration.Logit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TrainerTest extends SparkTest {
  private static final List<Role> ROLES = List.of(Role.values());
  private static final int ROWS = 3000;
  private static final Growth GROWTH = new Growth(new TreeShape(4, 5), 60);

  /** Log odds -1 + x, where y is noise, and the plan matters by half. */
  private static double truth(Example example) {
    return -1 + example.numbers()[0] + ("pro".equals(example.texts()[0]) ? -0.5 : 0);
  }

  private static FeatureTable table(int monotoneOfNoise) {
    Random random = new Random(3);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] numbers = {random.nextGaussian(), random.nextGaussian()};
      String[] texts = {random.nextBoolean() ? "pro" : random.nextBoolean() ? "basic" : null};
      Example bare = new Example(i, "id " + i, 0, false, numbers, texts);
      boolean event = random.nextDouble() < 1 / (1 + Math.exp(-truth(bare)));
      examples.add(new Example(i, "id " + i, 0, event, numbers, texts));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
    return new FeatureTable(
        spark(),
        List.of(Feature.of("x"), new Feature("noise", monotoneOfNoise)),
        List.of("plan"),
        context.parallelize(examples, 2));
  }

  private static FittedModels models(FeatureTable table) {
    return ModelTrainer.of(table, 1).fit(table.examples().collect(), GROWTH);
  }

  @Test
  void bothMethodsFindTheTruthAndDoSoAgain() {
    FeatureTable table = table(0);
    FittedModels models = models(table);
    List<Scored> scored = models.score(table).collect();
    List<Example> examples = table.examples().collect();
    double worstLogistic = 0;
    double error = 0;
    for (int i = 0; i < ROWS; i++) {
      double truth = truth(examples.get(i));
      worstLogistic = Math.max(worstLogistic, Math.abs(scored.get(i).logistic() - truth));
      error += Math.abs(scored.get(i).boosting() - truth) / ROWS;
      assertThat(scored.get(i).margin(Method.BLEND))
          .isCloseTo((scored.get(i).logistic() + scored.get(i).boosting()) / 2, within(1e-12));
    }
    assertThat(worstLogistic).isLessThan(0.6);
    assertThat(error).isLessThan(0.35);
    assertThat(models(table).score(table).collect()).isEqualTo(scored);
  }

  @Test
  void monotoneConstraintsHold() {
    FittedModels models = models(table(1));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
    List<Example> rising = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] numbers = {0.3, -3 + i * 0.03};
      rising.add(new Example(i, "x", 0, false, numbers, new String[] {"pro"}));
    }
    FeatureTable ramp =
        new FeatureTable(spark(), List.of(), List.of(), context.parallelize(rising, 1));
    List<Double> constrained = models.score(ramp).map(Scored::boosting).collect();
    assertThat(constrained).isSorted();
    assertThat(models(table(0)).score(ramp).map(Scored::boosting).collect())
        .isNotEqualTo(constrained.stream().sorted().toList());
  }

  @Test
  void crossFittedCalibrationKeepsItsWordOnRowsOfItsOwn() {
    FeatureTable table = table(0);
    Fold oddHeldOut =
        new Fold(3, example -> example.row() % 2 == 1 ? Fold.HELD_OUT : (int) example.row() % 3);
    Fitted fitted = new Trainer(1).crossFitted(table, oddHeldOut);
    CalibratedModels trained = fitted.trained();
    List<Scored> unseen = fitted.heldOut();
    assertThat(unseen).extracting(Scored::row).hasSize(ROWS / 2).allMatch(row -> row % 2 == 1);
    assertThat(trained.score(table.only(example -> example.row() % 2 == 1)).collect())
        .isEqualTo(unseen);
    for (Method method : Method.values()) {
      double expected = unseen.stream().mapToDouble(s -> trained.probability(method, s)).sum();
      long observed = unseen.stream().filter(Scored::event).count();
      assertThat(observed / expected).as(method.label()).isCloseTo(1, within(0.12));
    }
    assertThat(trained.calibrationLoss().get(Method.LOGISTIC))
        .isLessThan(trained.calibrationLoss().get(Method.BOOSTING));
  }

  @Test
  void foldsAreLearnedInTwoJobsAndInTimeInOne() {
    FeatureTable table = table(0);
    List<Fold> folds =
        List.of(
            new Fold(3, row -> row.row() % 2 == 0 ? Fold.HELD_OUT : (int) row.row() % 3),
            new Fold(3, row -> row.row() % 2 == 1 ? Fold.HELD_OUT : (int) row.row() % 3));
    assertThat(jobs(() -> new Trainer(1).crossFitted(table, folds))).isEqualTo(2);
    Role.OfRows roles = row -> ROLES.get((int) row.row() % 4);
    assertThat(jobs(() -> new Trainer(1).overTime(table, roles))).isEqualTo(1);
  }

  /** How many Spark jobs some work starts. */
  private static int jobs(Runnable work) {
    String group = UUID.randomUUID().toString();
    SparkContext context = spark().sparkContext();
    context.setJobGroup(group, "counted", false);
    try {
      work.run();
    } finally {
      context.clearJobGroup();
    }
    return context.statusTracker().getJobIdsForGroup(group).length;
  }

  @Test
  void inTimeLaterRowsStopCalibrateAndAreHeldOut() {
    FeatureTable table = table(0);
    Role.OfRows roles =
        row -> row.row() == 7 ? Role.UNUSED : ROLES.get((int) (row.row() * 4 / ROWS));
    Fitted fitted = new Trainer(1).overTime(table, roles);
    assertThat(fitted.heldOut())
        .extracting(Scored::row)
        .containsExactlyElementsOf(LongStream.range(ROWS * 3 / 4, ROWS).boxed().toList());
    FeatureTable learned = table.only(row -> row.row() < ROWS / 2 && row.row() != 7);
    FittedModels models =
        ModelTrainer.of(table, 1).fit(learned.examples().collect(), fitted.growth());
    assertThat(models.scored(table.only(row -> row.row() >= ROWS * 3 / 4).examples().collect()))
        .isEqualTo(fitted.heldOut());
  }

  @Test
  void treesGrowLargerOnlyWhereFeaturesMatterTogether() {
    assertThat(shape(row -> 3 * Math.signum(row[0] * row[1] * row[2]))).isGreaterThan(4);
    assertThat(shape(row -> row[0] - row[1] + 0.5 * row[2])).isEqualTo(4);
  }

  /** The depth that is chosen where the log odds are some function of three features of eight. */
  private static int shape(ToDoubleFunction<double[]> logOdds) {
    Random random = new Random(9);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] numbers = DoubleStream.generate(random::nextGaussian).limit(8).toArray();
      boolean event = random.nextDouble() < Logit.probability(logOdds.applyAsDouble(numbers));
      rows.add(new Example(i, "id " + i, 0, event, numbers, new String[0]));
    }
    List<Feature> names = IntStream.range(0, 8).mapToObj(i -> Feature.of("x" + i)).toList();
    return new ModelTrainer(names, List.of(), 1)
        .growth(rows.subList(0, 2000), rows.subList(2000, ROWS))
        .shape()
        .depth();
  }

  @Test
  void anAbsurdRowChangesHardlyAnythingAndIsTold() {
    FeatureTable table = table(0);
    List<Example> rows = new ArrayList<>(table.examples().collect());
    FittedModels without = ModelTrainer.of(table, 1).fit(rows, GROWTH);
    Example absurd =
        new Example(ROWS, "odd", 0, true, new double[] {5e6, -5e6}, new String[] {"pro"});
    rows.add(absurd);
    FittedModels with = ModelTrainer.of(table, 1).fit(rows, GROWTH);
    for (Scored scored : with.scored(rows.subList(0, 500))) {
      double before = without.scored(List.of(rows.get((int) scored.row()))).get(0).logistic();
      assertThat(scored.logistic()).isCloseTo(before, within(0.05));
    }
    assertThat(with.scored(List.of(absurd)).get(0).beyond()).containsExactly("x", "noise");
    assertThat(with.scored(List.of(absurd)).get(0).logistic()).isLessThan(15);
    long told = with.scored(rows).stream().filter(row -> !row.beyond().isEmpty()).count();
    assertThat(told).isEqualTo(1);
  }

  @Test
  void anEncodingKeepsUnknownApartAndPoolsWhatIsRare() {
    FeatureTable table = table(0);
    Encoding encoding = Encoding.fit(table.numbers(), table.texts(), table.examples().collect());
    assertThat(encoding.levels()).containsExactly(List.of("basic", "pro"));
    Example odd =
        new Example(0, "x", 0, false, new double[] {Double.NaN, 2}, new String[] {"never seen"});
    assertThat(encoding.withUnknown(odd)).containsExactly(Double.NaN, 2, 0, 0, 1, 0);
    assertThat(encoding.filled(odd)).containsExactly(encoding.averages()[0], 2, 0, 0, 1, 0);
    Example unknown = new Example(0, "x", 0, false, new double[] {1, 2}, new String[] {null});
    assertThat(encoding.withUnknown(unknown)).containsExactly(1, 2, 0, 0, 0, 1);
  }
}
