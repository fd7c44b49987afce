package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.config.Source.Mapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and checks a source: {@code conf/sources/NAME/source.yaml}. */
final class SourceReader {
  private static final List<String> OF_CUSTOMERS = List.of("accounts", "subscriptions");

  private SourceReader() {}

  /**
   * The source in a file.
   *
   * @param values the settings: source.path wins over the file's path
   * @param stagingTables the tables that a source may make
   */
  static Source read(SourceFile file, Values values, Set<String> stagingTables) {
    Section content = file.content();
    content.onlyKeys("name", "path", "settings", "inputs", "tables");
    if (content.has("name") && !content.text("name").equals(file.name())) {
      throw content.wrong(
          "name", "it differs from the folder's name", "write name: " + file.name());
    }
    Map<String, Input> inputs = inputs(content);
    return new Source(
        file.name(),
        path(content, values.find(SettingKeys.SOURCE_PATH)),
        values.get(SettingKeys.SOURCE_DELETES_MAX_PERCENT),
        Collections.unmodifiableMap(inputs),
        Collections.unmodifiableMap(
            tables(content, new MappingReader(file.path(), inputs.keySet()), stagingTables)));
  }

  private static String path(Section content, Optional<String> pathSetting) {
    return pathSetting
        .or(() -> content.optionalText("path"))
        .orElseThrow(
            () ->
                content.wrong(
                    "path",
                    "the folder of the raw files is given nowhere",
                    "add path, or run with --set source.path=FOLDER"));
  }

  private static Map<String, Input> inputs(Section content) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    content
        .sections("inputs")
        .forEach(
            (name, input) -> {
              if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw content
                    .section("inputs")
                    .wrong(name, "SQL could not name it", "use letters, digits and _ only");
              }
              inputs.put(name, InputReader.read(input));
            });
    return inputs;
  }

  private static Map<String, Mapping> tables(
      Section content, MappingReader reader, Set<String> stagingTables) {
    Map<String, Mapping> tables = new LinkedHashMap<>();
    Map<String, Section> sections = content.sections("tables");
    Section parent = content.section("tables");
    for (String name : sections.keySet()) {
      if (!stagingTables.contains(name)) {
        String advice = Nearest.advice(name, stagingTables);
        throw parent.wrong(name, "there is no staging table of that name", advice);
      }
      tables.put(name, reader.read(sections.get(name)));
    }
    requireSomethingToTell(tables.keySet(), parent);
    return tables;
  }

  /** Customers, or at least tickets: those alone are enough for the tables of support. */
  private static void requireSomethingToTell(Set<String> tables, Section parent) {
    if (!tables.contains("subscriptions") && tables.contains("tickets")) {
      return;
    }
    for (String required : OF_CUSTOMERS) {
      if (!tables.contains(required)) {
        throw parent.wrong(
            required,
            "every source must make accounts and subscriptions, or tickets alone",
            "add it with a select");
      }
    }
  }
}
