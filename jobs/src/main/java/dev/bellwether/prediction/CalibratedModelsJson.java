package dev.bellwether.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/**
 * Trained models as text: coefficients, calibration and encoding in plain sight, the booster as
 * XGBoost's own bytes in base 64. Read back, they predict the very same numbers.
 */
public final class CalibratedModelsJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CalibratedModelsJson() {}

  /** Writes them. */
  public static String write(CalibratedModels trained) {
    try {
      return MAPPER.writeValueAsString(trained);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("models cannot be written as JSON", e);
    }
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when the text is not what {@link #write} wrote
   */
  public static CalibratedModels read(String json) {
    try {
      CalibratedModels trained = MAPPER.readValue(json, CalibratedModels.class);
      trained.models().requireWhole();
      return trained;
    } catch (JsonProcessingException
        | IllegalStateException
        | NullPointerException
        | UncheckedIOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
