package dev.bellwether.platform.contract;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;

/** Reads one column of a contract. */
final class ColumnReader {
  private static final Map<String, Pattern> TYPES =
      Map.of(
          "string", Pattern.compile("string"),
          "date", Pattern.compile("date"),
          "timestamp", Pattern.compile("timestamp|timestamp_ntz"),
          "integer", Pattern.compile("tinyint|smallint|int|bigint"),
          "number", Pattern.compile("decimal\\(\\d+, ?\\d+\\)|double|float"),
          "boolean", Pattern.compile("boolean"),
          "array", Pattern.compile("array<.+>"),
          "object", Pattern.compile("struct<.+>|map<.+>"));

  private ColumnReader() {}

  static Column column(YamlNode property) {
    property.allowing(
        "name",
        "logicalType",
        "physicalType",
        "required",
        "primaryKey",
        "primaryKeyPosition",
        "description",
        "logicalTypeOptions",
        "items",
        "quality",
        "customProperties");
    YamlNode bounds = property.part("logicalTypeOptions").allowing("minimum", "maximum");
    YamlNode own =
        TableReader.ownProperties(
            property, "knownFrom", "hashedFrom", "formerly", "feature", "unusable", "letters");
    DataType type = type(property);
    return new Column(
        property.text("name"),
        type,
        property.flag("required"),
        keyPosition(property),
        property.text("description"),
        knownFrom(own),
        bounds.number("minimum").orElse(null),
        bounds.number("maximum").orElse(null),
        validValues(property),
        own.optionalText("hashedFrom").orElse(null),
        own.texts("formerly"),
        FeatureReader.entry(own, type),
        unusable(property, own),
        oneOf(property, Letters.class, own, "letters").orElse(Letters.AS_GIVEN));
  }

  private static DataType type(YamlNode property) {
    String logical = property.text("logicalType");
    String physical = property.text("physicalType");
    Pattern fitting = TYPES.get(logical);
    if (fitting == null) {
      throw property.error(
          "logicalType is not one of " + TYPES.keySet().stream().sorted().toList());
    }
    if (!fitting.matcher(physical).matches()) {
      throw property.error("physicalType " + physical + " is not a Spark type for " + logical);
    }
    return SqlTypes.of(physical);
  }

  private static int keyPosition(YamlNode property) {
    int position = property.integer("primaryKeyPosition").orElse(0);
    if (property.flag("primaryKey") != position > 0) {
      throw property.error("primaryKey: true and a primaryKeyPosition from 1 go together");
    }
    return position;
  }

  private static KnownFrom knownFrom(YamlNode own) {
    List<String> columns = own.texts("knownFrom");
    if (columns.isEmpty() || columns.equals(List.of("static"))) {
      return KnownFrom.STATIC;
    }
    return columns.equals(List.of("present_only"))
        ? KnownFrom.PRESENT_ONLY
        : KnownFrom.columns(columns);
  }

  /** A required column has no choice. */
  private static Unusable unusable(YamlNode property, YamlNode own) {
    boolean required = property.flag("required");
    Optional<Unusable> stated = oneOf(property, Unusable.class, own, "unusable");
    if (required && stated.isPresent()) {
      throw property.error("unusable: a required value that cannot be used refuses its row anyway");
    }
    return stated.orElse(required ? Unusable.REFUSE : Unusable.NEVER);
  }

  private static <T extends Enum<T>> Optional<T> oneOf(
      YamlNode property, Class<T> type, YamlNode own, String key) {
    Optional<String> text = own.optionalText(key);
    for (T value : type.getEnumConstants()) {
      if (text.filter(value.name().toLowerCase(Locale.ROOT)::equals).isPresent()) {
        return Optional.of(value);
      }
    }
    if (text.isPresent()) {
      throw property.error(key + " " + text.get() + " is not known");
    }
    return Optional.empty();
  }

  private static List<String> validValues(YamlNode property) {
    List<YamlNode> rules = property.parts("quality", "metric");
    if (rules.isEmpty()) {
      return List.of();
    }
    YamlNode rule =
        rules
            .get(0)
            .allowing("type", "metric", "arguments", "mustBe")
            .expecting("type", "library")
            .expecting("metric", "invalidValues")
            .expecting("mustBe", "0");
    List<String> values = rule.part("arguments").allowing("validValues").texts("validValues");
    if (rules.size() > 1 || values.isEmpty()) {
      throw property.error("a column's quality is one list of validValues");
    }
    return values;
  }
}
