package dev.bellwether.platform.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the parts that a source is composed of: {@code include} in its file. */
final class PartReader {
  private static final String TABLE = "table";
  private static final String RAW_TABLE = "{table}";
  private static final String PARAMETERS = "parameters";
  private static final String[] PLACE = {
    "format", "path", "options", "database", "table", "arrival"
  };

  private final ConfFolder folder;
  private final Interpolation interpolation;

  PartReader(ConfFolder folder, Interpolation interpolation) {
    this.folder = folder;
    this.interpolation = interpolation;
  }

  /** The part that an entry of {@code include} names. */
  Part read(Section include) {
    include.onlyKeys("preset", "inputs", PARAMETERS, "tables");
    Path file = folder.preset(include.text("preset"));
    Map<String, String> parameters =
        parameters(YamlFile.read(file, interpolation).section(PARAMETERS), include);
    Section preset = YamlFile.read(file, interpolation.with(parameters));
    preset.onlyKeys(PARAMETERS, "inputs", "tables");
    Map<String, Section> inputs = new LinkedHashMap<>();
    Section place = include.section("inputs").onlyKeys(PLACE);
    preset.sections("inputs").forEach((name, input) -> inputs.put(name, placed(input, place)));
    return new Part(file, inputs, wanted(preset.sections("tables"), include));
  }

  /** What the source gives, else what the preset says; one without a value must be given. */
  private static Map<String, String> parameters(Section declared, Section include) {
    Section given = include.section(PARAMETERS).onlyKeys(declared.keys().toArray(String[]::new));
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : declared.keys()) {
      Section of = given.has(name) ? given : declared;
      if (!of.has(name)) {
        throw given.wrong(name, "the preset has no value for it", "add it with a value");
      }
      parameters.put(name, of.text(name));
    }
    return parameters;
  }

  /** The preset says what an input is, the source where it is. */
  private static Section placed(Section input, Section place) {
    String table = input.text(TABLE);
    Map<String, Object> values = new LinkedHashMap<>();
    boolean isDatabase = InputReader.isDatabase(place);
    input.keys().stream()
        .filter(key -> !key.equals(TABLE) && (isDatabase || !key.equals("watermark")))
        .forEach(key -> values.put(key, input.raw(key)));
    for (String key : place.keys()) {
      Object value = place.raw(key);
      values.put(key, value instanceof String text ? text.replace(RAW_TABLE, table) : value);
    }
    return input.withValues(values);
  }

  private static Map<String, Section> wanted(Map<String, Section> tables, Section include) {
    List<String> wanted =
        include.has("tables") ? include.listOfTexts("tables") : List.copyOf(tables.keySet());
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String name : wanted) {
      if (!tables.containsKey(name)) {
        String advice = Nearest.advice(name, tables.keySet());
        throw include.wrong("tables", "the preset does not make " + name, advice);
      }
      sections.put(name, tables.get(name));
    }
    return sections;
  }
}
