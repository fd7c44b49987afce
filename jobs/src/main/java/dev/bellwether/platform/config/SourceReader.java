package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Extract.Database;
import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.config.Source.Mapping;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and checks a source: {@code conf/sources/NAME/source.yaml}, with the parts that it
 * includes.
 */
final class SourceReader {
  private static final List<String> OF_CUSTOMERS = List.of("accounts", "subscriptions");
  private static final String INPUTS = "inputs";
  private static final String TABLES = "tables";

  private SourceReader() {}

  /**
   * The source in a file.
   *
   * @param values the settings: source.path wins over the file's path
   * @param stagingTables the tables that a source may make
   * @param parts reads what it includes
   */
  static Source read(SourceFile file, Values values, Set<String> stagingTables, PartReader parts) {
    Section content = file.content();
    content.onlyKeys(
        "name", "path", "settings", "databases", "include", INPUTS, TABLES, IdentitiesReader.KEY);
    if (content.has("name") && !content.text("name").equals(file.name())) {
      throw content.wrong(
          "name", "it differs from the folder's name", "write name: " + file.name());
    }
    List<Part> included = content.listOfSections("include").stream().map(parts::read).toList();
    Map<String, Input> inputs = inputs(content, included);
    Map<String, Mapping> tables = tables(file, included, inputs.keySet(), stagingTables);
    return new Source(
        file.name(),
        path(content, values.find(SettingKeys.SOURCE_PATH), inputs),
        values.get(SettingKeys.SOURCE_DELETES_MAX_PERCENT),
        Collections.unmodifiableMap(inputs),
        Collections.unmodifiableMap(IdentitiesReader.withIdentities(content, tables, inputs)));
  }

  /** Databases alone need none. */
  private static String path(
      Section content, Optional<String> pathSetting, Map<String, Input> inputs) {
    boolean hasFiles = inputs.values().stream().anyMatch(input -> input.extract().isEmpty());
    return pathSetting
        .or(() -> content.optionalText("path"))
        .or(() -> hasFiles ? Optional.empty() : Optional.of("."))
        .orElseThrow(
            () ->
                content.wrong(
                    "path",
                    "the folder of the raw files is given nowhere",
                    "add path, or run with --set source.path=FOLDER"));
  }

  private static Map<String, Input> inputs(Section content, List<Part> included) {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (Part part : included) {
      part.inputs().forEach((name, input) -> add(sections, name, input, content));
    }
    own(content, INPUTS, included).forEach((name, input) -> add(sections, name, input, content));
    Map<String, Database> databases = ExtractReader.databases(content);
    Map<String, Input> inputs = new LinkedHashMap<>();
    sections.forEach((name, input) -> inputs.put(name, InputReader.read(input, databases)));
    return inputs;
  }

  /** The file's own sections; only where it includes nothing must it have some. */
  private static Map<String, Section> own(Section content, String key, List<Part> included) {
    return included.isEmpty() || content.has(key) ? content.sections(key) : Map.of();
  }

  private static void add(
      Map<String, Section> inputs, String name, Section input, Section content) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw content
          .section(INPUTS)
          .wrong(name, "SQL could not name it", "use letters, digits and _ only");
    }
    if (inputs.put(name, input) != null) {
      throw content
          .section(INPUTS)
          .wrong(name, "an included preset has an input of that name", "give it another name");
    }
  }

  private static Map<String, Mapping> tables(
      SourceFile file, List<Part> included, Set<String> inputs, Set<String> stagingTables) {
    Section content = file.content();
    Map<String, Section> own = own(content, TABLES, included);
    Map<String, Mapping> tables = new LinkedHashMap<>();
    for (Part part : included) {
      MappingReader reader = new MappingReader(part.file(), inputs);
      part.tables().keySet().stream()
          .filter(name -> !own.containsKey(name))
          .forEach(
              name -> {
                requireStaging(name, part.tables().get(name), stagingTables);
                if (tables.put(name, reader.read(part.tables().get(name))) != null) {
                  throw madeTwice(name, content);
                }
              });
    }
    MappingReader reader = new MappingReader(file.path(), inputs);
    own.forEach(
        (name, table) -> {
          requireStaging(name, content.section(TABLES), stagingTables);
          tables.put(name, reader.read(table));
        });
    requireSomethingToTell(tables.keySet(), content.section(TABLES));
    return tables;
  }

  private static void requireStaging(String name, Section where, Set<String> stagingTables) {
    if (!stagingTables.contains(name)) {
      String advice = Nearest.advice(name, stagingTables);
      throw where.wrong(name, "there is no staging table of that name", advice);
    }
  }

  private static BellwetherException madeTwice(String name, Section content) {
    return content.wrong(
        "include",
        "two presets make the table " + name,
        "list in tables of one of them what the source takes from it, without " + name);
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
