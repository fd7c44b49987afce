package dev.bellwether.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.bellwether.platform.contract.Sha256;
import java.time.LocalDate;

/** A scorecard as one line of JSON, in which form its content is kept beside the scores. */
public final class ScorecardJson {
  private static final int HASH_LENGTH = 16;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(
              new SimpleModule()
                  .addSerializer(LocalDate.class, ToStringSerializer.instance)
                  .addDeserializer(LocalDate.class, new Day()))
          .build();

  private ScorecardJson() {}

  /** The scorecard as JSON; equal scorecards give equal texts. */
  public static String write(Scorecard scorecard) {
    try {
      return MAPPER.writeValueAsString(scorecard);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a scorecard cannot be written as JSON: " + scorecard, e);
    }
  }

  /** The scorecard that was written. */
  public static Scorecard read(String json) {
    try {
      return MAPPER.readValue(json, Scorecard.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored scorecard that cannot be read: " + json, e);
    }
  }

  /** The first 16 hexadecimal digits of the SHA-256 of its JSON: equal where contents are. */
  public static String hash(Scorecard scorecard) {
    return Sha256.of(write(scorecard)).substring(0, HASH_LENGTH);
  }

  private static final class Day extends FromStringDeserializer<LocalDate> {
    private static final long serialVersionUID = 1;

    Day() {
      super(LocalDate.class);
    }

    @Override
    protected LocalDate _deserialize(String text, DeserializationContext context) {
      return LocalDate.parse(text);
    }
  }
}
