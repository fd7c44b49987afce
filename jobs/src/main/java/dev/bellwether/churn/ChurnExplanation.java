package dev.bellwether.churn;

import dev.bellwether.contract.Contracts;
import dev.bellwether.prediction.Contributions;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Why a model gives each customer its probability: what each driver adds to the log odds of churn.
 *
 * <p>Told of the horizon that risk lists go by, as the mean over its steps. Contributions are SHAP
 * values (see {@link dev.bellwether.prediction.Explainer}), summed by driver; beside them the value
 * of the driver's strongest feature. Customers whose probability is a rate have no rows.
 */
public final class ChurnExplanation implements Step {
  private static final String NAME = "churn_explanation";
  private static final String BASE = "base";

  @Override
  public List<String> inputs() {
    return List.of("account_features", ChurnModel.NAME);
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ModelRegistry registry = ModelRegistry.of(inputs.optional(ChurnModel.NAME));
    List<JavaRDD<Row>> rows = new ArrayList<>();
    registry
        .datesOfModels(inputs.dates())
        .forEach((model, dates) -> rows.add(explained(inputs, model, dates)));
    JavaRDD<Row> all = rows.stream().reduce(JavaRDD::union).orElseGet(() -> none(inputs));
    return Map.of(NAME, inputs.spark().createDataFrame(all, Contracts.of(NAME).schema()));
  }

  private static JavaRDD<Row> none(StepInputs inputs) {
    return inputs.spark().createDataFrame(List.of(), Contracts.of(NAME).schema()).toJavaRDD();
  }

  private static JavaRDD<Row> explained(
      StepInputs inputs, HazardModel model, List<LocalDate> dates) {
    return Observations.ahead(inputs, dates)
        .mapPartitions(
            observations ->
                new HazardExplainer(model, Horizons.HEADLINE / HazardSteps.DAYS)
                    .explained(observations))
        .flatMap(each -> rows(model, each).iterator());
  }

  private static List<Row> rows(HazardModel model, HazardExplainer.Explained explained) {
    Contributions contributions = explained.contributions();
    List<String> features = model.features();
    Map<Driver, Double> sums = new EnumMap<>(Driver.class);
    Map<Driver, Integer> strongest = new EnumMap<>(Driver.class);
    double[] ofFeatures = contributions.ofFeatures();
    for (int i = 0; i < ofFeatures.length; i++) {
      Driver driver = Driver.of(features.get(i));
      sums.merge(driver, ofFeatures[i], Double::sum);
      strongest.merge(
          driver, i, (a, b) -> Math.abs(ofFeatures[b]) > Math.abs(ofFeatures[a]) ? b : a);
    }
    List<Row> rows = new ArrayList<>();
    rows.add(row(model, explained, BASE, contributions.base(), Strongest.none(), false));
    sums.forEach(
        (driver, sum) -> {
          String feature = features.get(strongest.get(driver));
          rows.add(
              row(
                  model,
                  explained,
                  driver.label(),
                  sum,
                  Strongest.of(explained.observation(), feature),
                  driver.isActionable()));
        });
    return rows;
  }

  private static Row row(
      HazardModel model,
      HazardExplainer.Explained explained,
      String driver,
      double contribution,
      Strongest strongest,
      boolean isActionable) {
    return RowFactory.create(
        Date.valueOf(LocalDate.ofEpochDay(explained.observation().day())),
        explained.observation().accountId(),
        Horizons.HEADLINE,
        driver,
        strongest.number(),
        contribution,
        strongest.feature(),
        strongest.text(),
        isActionable,
        explained.contributions().logOdds(),
        model.id());
  }

  /** A driver's strongest feature with its value, a number or a text. */
  private record Strongest(String feature, Double number, String text) {
    static Strongest none() {
      return new Strongest(null, null, null);
    }

    static Strongest of(Observation observation, String feature) {
      if (HazardSteps.FEATURES.contains(feature)) {
        // what is known of renewals differs by step; people are told the days until the next
        Integer days = observation.daysToRenewal();
        return new Strongest("days_to_renewal", days == null ? null : Double.valueOf(days), null);
      }
      return new Strongest(feature, observation.number(feature), observation.text(feature));
    }
  }
}
