package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Scorecards;
import java.sql.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * What speaks against a renewal, three reasons at most, from the method that made the probability.
 *
 * <p>A model's are those of churn_explanation that add the most to the log odds of churn, told as
 * {@link ReasonWords} does. A rate goes by health: so there, and where there is no probability, the
 * override that limits the score comes first, and then what costs it the most (see {@link
 * HealthReasons}).
 */
final class RiskReasons {
  static final int MOST = 3;

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private static final UDF1<Row, String> WORDS = RiskReasons::words;
  private static final UserDefinedFunction TEXT = udf(WORDS, DataTypes.StringType);

  private RiskReasons() {}

  /**
   * Adds {@code reason_1}, {@code reason_2} and {@code reason_3} to rows of accounts, each null
   * where there are fewer, and beside each its driver: {@code reason_1_driver} and so on, null
   * where there is none.
   *
   * @param listed rows with band, scorecard and override_reason of account_health, segment, and
   *     model_id of churn_prediction
   * @param explanations rows of churn_explanation
   * @param measures rows of account_health_measure
   * @param features rows of account_features
   */
  static Dataset<Row> join(
      Dataset<Row> listed,
      Dataset<Row> explanations,
      Dataset<Row> measures,
      Dataset<Row> features,
      Scorecards scorecards) {
    Column none = array().cast("array<struct<text:string,driver:string>>");
    Column override =
        when(
                col("override_reason").isNotNull(),
                array(reason(col("override_reason"), lit(null).cast("string"))))
            .otherwise(none);
    Column ofHealth = concat(override, coalesce(col("health_reasons"), none));
    Column reasons =
        when(col("model_id").isNotNull(), coalesce(col("model_reasons"), none)).otherwise(ofHealth);
    return numbered(
        listed
            .join(ofModels(listed, explanations, features), ACCOUNT, "left")
            .join(HealthReasons.perAccount(listed, measures, scorecards), ACCOUNT, "left")
            .withColumn("reasons", reasons));
  }

  private static Column reason(Column text, Column driver) {
    return struct(text.as("text"), driver.as("driver"));
  }

  private static Dataset<Row> numbered(Dataset<Row> rows) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < MOST; i++) {
      Column reason = get(col("reasons"), lit(i));
      columns.put("reason_" + (i + 1), reason.getField("text"));
      columns.put("reason_" + (i + 1) + "_driver", reason.getField("driver"));
    }
    return rows.withColumns(columns);
  }

  /** The reasons of each account that a model explains, the strongest first. */
  private static Dataset<Row> ofModels(
      Dataset<Row> listed, Dataset<Row> explanations, Dataset<Row> features) {
    Column usual = try_element_at(col("usual"), col("feature"));
    Column text =
        TEXT.apply(
            struct(
                col(AsOf.DATE),
                col("feature"),
                col("raw_value"),
                col("earlier_value"),
                col("earlier_on"),
                usual.as("usual_value")));
    Column ordered =
        array_sort(
            collect_list(
                struct(
                    negate(col("contribution")).as("order"), col("driver").as("by"), col("told"))));
    Dataset<Row> explained =
        explanations
            .where(col("reason").isNotNull())
            .join(listed.select(AsOf.DATE, "account_id", "segment"), ACCOUNT, "inner");
    return UsualValues.join(explained, features)
        .withColumn("words", text)
        .where(col("words").isNotNull())
        .withColumn("told", reason(col("words"), col("driver")))
        .groupBy(AsOf.DATE, "account_id")
        .agg(slice(ordered, 1, MOST).getField("told").as("model_reasons"));
  }

  private static String words(Row row) {
    Date earlierOn = row.getAs("earlier_on");
    return ReasonWords.of(
            new ReasonWords.Known(
                row.<Date>getAs(AsOf.DATE).toLocalDate(),
                row.getAs("feature"),
                row.<Double>getAs("raw_value"),
                row.getAs("earlier_value"),
                earlierOn == null ? null : earlierOn.toLocalDate(),
                row.getAs("usual_value")))
        .orElse(null);
  }
}
