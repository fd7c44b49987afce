package dev.bellwether.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import dev.bellwether.prediction.calibration.Logit;
import dev.bellwether.prediction.evaluation.LogLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The regression beside that of Spark ML, which minimises the same loss over many jobs. */
class LogisticTest extends SparkTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private static final List<Feature> NUMBERS =
      List.of(
          Feature.of("usage"), Feature.of("revenue"), Feature.of("share"), Feature.of("constant"));

  /** Rows with units far apart, unknowns, a column that never varies, and levels. */
  private static List<Example> rows(int count, double rate, long seed) {
    Random random = new Random(seed);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double usage = random.nextGaussian();
      double revenue = 50_000 * Math.exp(random.nextGaussian());
      double share = random.nextInt(4) == 0 ? Double.NaN : random.nextDouble() / 1000;
      String plan = random.nextInt(8) == 0 ? null : random.nextBoolean() ? "pro" : "basic";
      double odds = Logit.of(rate) - usage + revenue / 100_000 + ("pro".equals(plan) ? -0.7 : 0);
      boolean event = random.nextDouble() < Logit.probability(odds);
      double[] numbers = {usage, revenue, share, 7};
      rows.add(new Example(i, "id " + i, 0, event, numbers, new String[] {plan}));
    }
    return rows;
  }

  private static Logistic bySparkMl(List<Example> rows, Encoding encoding) {
    List<Row> filled =
        rows.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.event() ? 1.0 : 0.0, Vectors.dense(encoding.filled(each))))
            .toList();
    LogisticRegressionModel model =
        new LogisticRegression()
            .setStandardization(true)
            .setRegParam(1 / (0.25 * rows.size()))
            .setMaxIter(500)
            .setTol(1e-11)
            .fit(spark().createDataFrame(filled, SCHEMA));
    return new Logistic(model.intercept(), model.coefficients().toArray());
  }

  private static double meanLoss(Logistic logistic, Encoding encoding, List<Example> rows) {
    return rows.stream()
        .mapToDouble(
            row ->
                LogLoss.of(Logit.probability(logistic.margin(encoding.filled(row))), row.event()))
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"3000, 0.3", "400, 0.1", "6000, 0.02"})
  void losesAsLittleAsSparkMlOnRowsOfItsOwnAndOnOthers(int count, double rate) {
    List<Example> training = rows(count, rate, count);
    List<Example> others = rows(2000, rate, 1);
    Encoding encoding = Encoding.fit(NUMBERS, List.of("plan"), training);

    Logistic ours = Logistic.fit(encoding, training);

    Logistic theirs = bySparkMl(training, encoding);
    assertThat(meanLoss(ours, encoding, training))
        .isCloseTo(meanLoss(theirs, encoding, training), within(1e-6));
    assertThat(meanLoss(ours, encoding, others))
        .isCloseTo(meanLoss(theirs, encoding, others), within(1e-6));
    for (Example row : others) {
      double[] filled = encoding.filled(row);
      assertThat(ours.margin(filled)).isCloseTo(theirs.margin(filled), within(1e-3));
    }
  }
}
