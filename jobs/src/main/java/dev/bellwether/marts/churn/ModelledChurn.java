package dev.bellwether.marts.churn;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.step.StepInputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the models in force say of customers under no notice. */
final class ModelledChurn {
  private static final int DIGITS = 8;
  private static final DataType PROBABILITY = DataTypes.createDecimalType(DIGITS + 1, DIGITS);
  private static final StructType SCHEMA =
      new StructType()
          .add(AsOf.DATE, DataTypes.DateType)
          .add("account_id", DataTypes.StringType)
          .add("horizon_days", DataTypes.IntegerType)
          .add("model_probability", PROBABILITY)
          .add("probability_at_renewal", PROBABILITY)
          .add("model_method", DataTypes.StringType)
          .add("model_id", DataTypes.StringType);

  private ModelledChurn() {}

  /**
   * Probabilities by each date's model; dates without a model have no rows.
   *
   * @return one row per as_of_date, account_id and horizon_days: model_probability,
   *     probability_at_renewal (by the renewal that is decided next; null when there is none within
   *     the periods), model_method and model_id
   */
  static Dataset<Row> of(StepInputs inputs, ModelRegistry registry) {
    return registry.datesOfModels(inputs.dates()).entrySet().stream()
        .map(each -> predicted(inputs, each.getKey(), each.getValue()))
        .reduce(JavaRDD::union)
        .map(rows -> inputs.spark().createDataFrame(rows, SCHEMA))
        .orElseGet(() -> inputs.spark().createDataFrame(List.of(), SCHEMA));
  }

  private static JavaRDD<Row> predicted(
      StepInputs inputs, HazardModel model, List<LocalDate> dates) {
    return Observations.ahead(inputs, dates)
        .mapPartitions(model::curves)
        .flatMap(curve -> horizons(model, curve).iterator());
  }

  private static List<Row> horizons(HazardModel model, HazardModel.Curve curve) {
    Date date = Date.valueOf(LocalDate.ofEpochDay(curve.observation().day()));
    BigDecimal atRenewal = curve.atRenewal().map(ModelledChurn::probability).orElse(null);
    return Horizons.DAYS.stream()
        .map(
            horizon ->
                NamedRow.of(SCHEMA)
                    .set(AsOf.DATE, date)
                    .set("account_id", curve.observation().accountId())
                    .set("horizon_days", horizon)
                    .set(
                        "model_probability",
                        probability(curve.churnedBy()[horizon / HazardPeriods.DAYS - 1]))
                    .set("probability_at_renewal", atRenewal)
                    .set("model_method", model.method().label())
                    .set("model_id", model.id())
                    .row())
        .toList();
  }

  private static BigDecimal probability(double value) {
    return BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
  }
}
