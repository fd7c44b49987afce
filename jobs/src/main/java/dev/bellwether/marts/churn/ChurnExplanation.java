package dev.bellwether.marts.churn;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Why a model gives each customer its probability: what each driver adds to the log odds of churn.
 *
 * <p>Told of the horizon that risk lists go by, as the mean over its periods. Contributions are
 * SHAP values (see {@link dev.bellwether.prediction.Explainer}), summed by driver; beside them the
 * value of the driver's strongest feature, the reason that it gives (see {@link
 * DriverContribution}), and what it was a quarter before (see {@link EarlierValues}). Customers
 * whose probability is a rate have no rows.
 */
public final class ChurnExplanation implements Step {
  private static final String BASE = "base";

  /** All columns but those that tell of earlier. */
  private static final StructType OF_THE_NIGHT =
      new StructType(
          Arrays.stream(Contracts.of(Tables.CHURN_EXPLANATION).schema().fields())
              .filter(field -> !EarlierValues.COLUMNS.contains(field.name()))
              .toArray(StructField[]::new));

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.CHURN_EXPLANATION)
        .from(Tables.ACCOUNT_FEATURES, Tables.CHURN_MODEL);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Map<HazardModel, List<LocalDate>> datesOfModels =
        ModelRegistry.of(inputs.optional(Tables.CHURN_MODEL)).datesOfModels(inputs.dates());
    Optional<JavaRDD<Row>> rows =
        datesOfModels.entrySet().stream()
            .map(each -> explained(inputs, each.getKey(), each.getValue()))
            .reduce(JavaRDD::union);
    SparkSession spark = inputs.spark();
    Dataset<Row> explained =
        rows.map(all -> spark.createDataFrame(all, OF_THE_NIGHT))
            .orElseGet(() -> spark.createDataFrame(List.of(), OF_THE_NIGHT));
    List<LocalDate> dates = datesOfModels.values().stream().flatMap(List::stream).toList();
    return Map.of(
        Tables.CHURN_EXPLANATION,
        ContractColumns.only(
            EarlierValues.join(explained, inputs.table(Tables.ACCOUNT_FEATURES), dates),
            Contracts.of(Tables.CHURN_EXPLANATION)));
  }

  private static JavaRDD<Row> explained(
      StepInputs inputs, HazardModel model, List<LocalDate> dates) {
    return Observations.ahead(inputs, dates)
        .mapPartitions(
            observations ->
                new HazardExplainer(model, Horizons.HEADLINE / HazardPeriods.DAYS)
                    .explained(observations))
        .flatMap(each -> rows(model, each).iterator());
  }

  private static List<Row> rows(HazardModel model, HazardExplainer.Explained explained) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row(model, explained)
            .set("driver", BASE)
            .set("contribution", explained.contributions().base())
            .set("actionable", false)
            .row());
    DriverContribution.of(explained.observation(), explained.contributions(), model.features())
        .forEach(driver -> rows.add(row(model, explained, driver)));
    return rows;
  }

  private static Row row(
      HazardModel model, HazardExplainer.Explained explained, DriverContribution driver) {
    return row(model, explained)
        .set("driver", driver.driver().name())
        .set("contribution", driver.contribution())
        .set("actionable", driver.driver().actionable())
        .set("feature", driver.strongest().feature())
        .set("raw_value", orNull(driver.strongest().number()))
        .set("raw_text", driver.strongest().text().orElse(null))
        .set("reason", driver.reason().orElse(null))
        .row();
  }

  private static Double orNull(OptionalDouble number) {
    return number.isPresent() ? Double.valueOf(number.getAsDouble()) : null;
  }

  private static NamedRow row(HazardModel model, HazardExplainer.Explained explained) {
    return NamedRow.of(OF_THE_NIGHT)
        .set(AsOf.DATE, Date.valueOf(LocalDate.ofEpochDay(explained.observation().day())))
        .set("account_id", explained.observation().accountId())
        .set("horizon_days", Horizons.HEADLINE)
        .set("log_odds", explained.contributions().logOdds())
        .set("model_id", model.id());
  }
}
