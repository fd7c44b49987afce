package dev.bellwether.platform.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/** Records as JSON with snake_case names, and dates as ISO text. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(isoText())
          .build();

  private Json() {}

  /** A record as the text of a file. */
  public static String write(Object record) {
    try {
      return MAPPER.writeValueAsString(record) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as JSON: " + record, e);
    }
  }

  /** The same in one line, as a table's column holds it. */
  public static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value cannot be written as JSON: " + value, e);
    }
  }

  /** Maps, lists and texts as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * A record from its JSON; keys that it does not know are passed over.
   *
   * @param location where the JSON stands, for the error
   * @throws BellwetherException when it is not JSON of such a record
   */
  public static <T> T read(String location, String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw BellwetherException.data(
              location + " cannot be read",
              e.getOriginalMessage(),
              "restore the file from a backup; Bellwether itself never changes it half-way")
          .causedBy(e);
    }
  }

  private static SimpleModule isoText() {
    return new SimpleModule()
        .addSerializer(LocalDate.class, ToStringSerializer.instance)
        .addSerializer(Instant.class, ToStringSerializer.instance)
        .addDeserializer(LocalDate.class, new Parsed<>(LocalDate.class, LocalDate::parse))
        .addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse));
  }

  private static final class Parsed<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, T> parse;

    Parsed(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      return parse.apply(text);
    }
  }
}
