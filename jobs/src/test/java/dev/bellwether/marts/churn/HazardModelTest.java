package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fold;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import dev.bellwether.prediction.Trainer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class HazardModelTest extends ModelledCompany {
  @Test
  void aModelReadsItsFeaturesByNameSoThatOthersMayBeAddedAndTheseRenamed() {
    Random random = new Random(3);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] numbers = {random.nextInt(6), random.nextGaussian()};
      String[] texts = {random.nextBoolean() ? "smb" : "mid"};
      boolean event = random.nextDouble() < 1 / (1 + Math.exp(1 - numbers[1]));
      rows.add(new Example(i, "a" + i, 0, event, numbers, texts));
    }
    FeatureTable table =
        new FeatureTable(
            spark(),
            List.of(Feature.of("step"), Feature.of("active_users_28d_change")),
            List.of("segment"),
            JavaSparkContext.fromSparkContext(spark().sparkContext()).parallelize(rows, 1));
    CalibratedModels trained =
        new Trainer(1)
            .crossFitted(table, new Fold(2, each -> Math.floorMod(each.id().hashCode(), 2)))
            .trained();
    HazardModel model = new HazardModel("small", trained, Method.BLEND, null);
    List<String> accounts = byAccount(DATES.get(1)).keySet().stream().sorted().limit(2).toList();
    List<Example> full =
        List.of(period(DATES.get(1), accounts.get(0), 2), period(DATES.get(1), accounts.get(1), 5));
    Iterator<Scored> expected =
        trained.score(full.stream().map(HazardModelTest::ofSmallModel).iterator());

    assertThat(model.missing()).isEmpty();
    assertThat(model.hazards(full))
        .containsExactly(
            trained.probability(Method.BLEND, expected.next()),
            trained.probability(Method.BLEND, expected.next()));
  }

  private static Example ofSmallModel(Example full) {
    List<String> names = HazardFeatures.NUMBERS_OF_PERIOD;
    double[] numbers = {
      full.numbers()[names.indexOf("period")],
      full.numbers()[names.indexOf("active_users_28d_change")]
    };
    String[] texts = {full.texts()[HazardFeatures.TEXTS.indexOf("segment")]};
    return new Example(full.row(), full.id(), full.time(), full.event(), numbers, texts);
  }
}
