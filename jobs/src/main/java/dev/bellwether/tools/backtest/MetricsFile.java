package dev.bellwether.tools.backtest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.bellwether.prediction.Growth;
import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.TopShare;
import dev.bellwether.prediction.leak.SingleFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code metrics.json}: all numbers of a backtest, for machines. */
final class MetricsFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(new SimpleModule().addSerializer(Double.class, new UndefinedAsNull()))
          .build();

  private MetricsFile() {}

  /** The file's text. */
  static String of(BacktestResult result, String version) {
    try {
      return MAPPER.writeValueAsString(document(result, version)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> document(BacktestResult result, String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("champion", result.champion());
    Map<String, Object> methods = new LinkedHashMap<>();
    result.evaluations().forEach((method, evaluation) -> methods.put(method, method(evaluation)));
    document.put("methods", methods);
    document.put("warnings", result.warnings());
    document.put("notes", result.notes());
    document.put("split", result.split());
    document.put("held_out", heldOut(result.request()));
    document.put("label", label(result));
    document.put("rows", result.rows());
    document.put("events", result.events());
    document.put("calibration", result.calibrations());
    document.put("calibration_log_loss", result.calibrationLoss());
    document.put("boosting_rounds", result.growths().stream().map(Growth::rounds).toList());
    document.put(
        "boosting_depth", result.growths().stream().map(each -> each.shape().depth()).toList());
    document.put("worth", worth(result.worth()));
    document.put("drivers", result.drivers().stream().map(MetricsFile::driver).toList());
    document.put("columns", result.columns().stream().map(MetricsFile::column).toList());
    document.put("auc_of_one_column_alone", alone(result.alone()));
    document.put("seed", result.request().seed());
    document.put("bellwether_version", version);
    return document;
  }

  private static Map<String, Object> heldOut(BacktestRequest request) {
    Map<String, Object> heldOut = new LinkedHashMap<>();
    heldOut.put("id", request.id().orElse(null));
    if (request.split() instanceof BacktestRequest.InTime time) {
      heldOut.put("time", time.column());
      heldOut.put("purge", time.purge());
    } else if (request.split() instanceof BacktestRequest.TestSet test) {
      heldOut.put("test", test.files());
    } else if (request.split() instanceof BacktestRequest.ByLot lot) {
      heldOut.put("folds", lot.count());
    }
    heldOut.put("where", request.where().orElse(null));
    return heldOut;
  }

  private static Map<String, Object> method(Evaluation evaluation) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("n", evaluation.n());
    method.put("events", evaluation.events());
    method.put("auc", estimate(evaluation.auc()));
    method.put("average_precision", estimate(evaluation.averagePrecision()));
    method.put("log_loss", estimate(evaluation.logLoss()));
    method.put("brier", estimate(evaluation.brier()));
    method.put("ece", estimate(evaluation.ece()));
    method.put("ece_null_p95", evaluation.eceNullP95());
    method.put("calibration_slope", evaluation.calibrationSlope());
    method.put("observed_over_expected", evaluation.observedOverExpected());
    method.put("top", evaluation.top().stream().map(MetricsFile::top).toList());
    return method;
  }

  private static Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("value", estimate.value());
    values.put("low", estimate.low());
    values.put("high", estimate.high());
    return values;
  }

  private static Map<String, Object> top(TopShare top) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("share", top.share());
    values.put("lift", top.lift());
    values.put("recall", top.recall());
    return values;
  }

  private static Map<String, Object> label(BacktestResult result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("column", result.request().label());
    values.put("event", result.label().event());
    values.put("other", result.label().other());
    return values;
  }

  private static Map<String, Object> column(ColumnUse use) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", use.name());
    values.put("used_as", use.kind().name().toLowerCase(Locale.ROOT));
    values.put("reason", use.reason());
    return values;
  }

  private static Map<String, Object> worth(Worth worth) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("listed", worth.listed());
    values.put("found", worth.found());
    values.put("events", worth.events());
    worth
        .money()
        .ifPresent(
            money -> {
              values.put("revenue_column", money.column());
              values.put("revenue_found", money.found());
              values.put("revenue_lost", money.lost());
            });
    return values;
  }

  private static Map<String, Object> driver(Driver driver) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", driver.name());
    values.put("mean_abs_shap", driver.strength());
    values.put("direction", driver.direction());
    return values;
  }

  private static List<Map<String, Object>> alone(List<SingleFeature> features) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (SingleFeature feature : features) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", feature.name());
      values.put("auc", feature.auc());
      list.add(values);
    }
    return list;
  }

  /** JSON knows no NaN: what is undefined is null. */
  private static final class UndefinedAsNull extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    UndefinedAsNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.isNaN() || value.isInfinite()) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
  }
}
