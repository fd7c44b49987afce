package dev.bellwether.platform.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;

/** Reads what a contract says of features and of the drivers that they belong to. */
final class FeatureReader {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w*)}");
  private static final String[] KEYS =
      Stream.concat(
              Stream.of("name", "unit", "driver", "model", "polarity", FeatureEntry.LEVEL),
              FeatureEntry.MOVES.stream().sorted())
          .toArray(String[]::new);

  private FeatureReader() {}

  /** The entry of a column; empty where it is no feature. */
  static Optional<FeatureEntry> entry(YamlNode own, DataType type) {
    if (!own.json().has("feature")) {
      return Optional.empty();
    }
    YamlNode feature = own.part("feature").allowing(KEYS);
    if (!feature.json().has("model")) {
      throw feature.error("model is missing: say whether churn models may read it");
    }
    return Optional.of(
        new FeatureEntry(
            feature.text("name"),
            unit(feature, type),
            feature.optionalText("driver"),
            feature.flag("model"),
            feature.optionalText("polarity").map(text -> oneOf(Polarity.values(), feature, text)),
            words(feature)));
  }

  private static Unit unit(YamlNode feature, DataType type) {
    Unit unit = oneOf(Unit.values(), feature, feature.text("unit"));
    if (!unit.fits(type)) {
      throw feature.error("unit " + feature.text("unit") + " does not fit the type " + type.sql());
    }
    return unit;
  }

  private static <E extends Enum<E>> E oneOf(E[] known, YamlNode feature, String text) {
    return Arrays.stream(known)
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                feature.error(
                    "'%s' is not one of %s"
                        .formatted(text, Arrays.toString(known).toLowerCase(Locale.ROOT))));
  }

  private static Map<String, String> words(YamlNode feature) {
    Map<String, String> words = new TreeMap<>();
    words.put(FeatureEntry.LEVEL, template(feature, FeatureEntry.LEVEL, Set.of("value")));
    for (String move : FeatureEntry.MOVES) {
      if (feature.optionalText(move).isPresent()) {
        words.put(move, template(feature, move, Set.of("from", "to", "by")));
      }
    }
    return words;
  }

  private static String template(YamlNode feature, String use, Set<String> known) {
    String template = feature.text(use);
    Matcher placeholders = PLACEHOLDER.matcher(template);
    while (placeholders.find()) {
      if (!known.contains(placeholders.group(1))) {
        throw feature.error(
            "%s: there is no %s; known are %s"
                .formatted(use, placeholders.group(), known.stream().sorted().toList()));
      }
    }
    return template;
  }

  /** The drivers that a table's features belong to. */
  static List<Driver> drivers(YamlNode own) {
    YamlNode drivers = own.part("drivers").allowing("actionable", "given");
    Stream<Driver> actionable =
        drivers.texts("actionable").stream().map(name -> new Driver(name, true));
    Stream<Driver> given = drivers.texts("given").stream().map(name -> new Driver(name, false));
    return Stream.concat(actionable, given).toList();
  }
}
