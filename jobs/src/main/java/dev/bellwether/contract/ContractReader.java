package dev.bellwether.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;

/**
 * Reads contracts: a validated subset of the Open Data Contract Standard v3.1, one table a file.
 *
 * <p>A quality rule of type {@code sql} must read {@code SELECT COUNT(*) FROM table WHERE
 * condition}, {@code mustBe: 0}: public tools run the query, Bellwether applies the condition to
 * single rows.
 */
final class ContractReader {
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
  private static final String FOLDER = "schemas";
  private static final Pattern VIOLATIONS =
      Pattern.compile("(?is)\\s*SELECT\\s+COUNT\\(\\*\\)\\s+FROM\\s+(\\w+)\\s+WHERE\\s+(.+)");

  private ContractReader() {}

  static List<Contract> readAllFromClasspath() {
    try {
      URI folder = ContractReader.class.getClassLoader().getResource(FOLDER).toURI();
      if (!folder.getScheme().equals("jar")) {
        return readAll(Path.of(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return readAll(jar.getPath(FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the contracts in the jar cannot be read", e);
    }
  }

  static List<Contract> readAll(Path folder) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        contracts.add(read(path, Files.readString(file)));
      }
    }
    return contracts;
  }

  static Contract read(String path, String yaml) {
    try {
      JsonNode document = YAML.readTree(yaml);
      String layer = path.substring(0, path.indexOf('/'));
      JsonNode table = document.path("schema").path(0);
      String name = table.path("name").asText();
      if (!path.equals(layer + "/" + name + ".yaml")) {
        throw new IllegalStateException("a contract file bears its table's name: " + name);
      }
      return new Contract(
          name,
          layer,
          table.path("description").asText().strip(),
          table.path("dataGranularityDescription").asText().strip(),
          columns(table),
          checks(name, table),
          custom(table, "eventTime").asText(null),
          strings(custom(table, "partitionedBy")));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("schemas/" + path + ": " + e.getMessage(), e);
    }
  }

  private static List<Column> columns(JsonNode table) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode property : table.path("properties")) {
      columns.add(column(property));
    }
    return columns;
  }

  private static Column column(JsonNode property) {
    JsonNode options = property.path("logicalTypeOptions");
    return new Column(
        property.path("name").asText(),
        DataType.fromDDL(property.path("physicalType").asText()),
        property.path("required").asBoolean(false),
        property.path("primaryKey").asBoolean(false)
            ? property.path("primaryKeyPosition").asInt(1)
            : 0,
        property.path("description").asText().strip(),
        knownFrom(custom(property, "knownFrom")),
        options.path("minimum").asText(null),
        options.path("maximum").asText(null),
        validValues(property),
        custom(property, "hashedFrom").asText(null));
  }

  private static KnownFrom knownFrom(JsonNode value) {
    if (value.isMissingNode() || value.asText().equals("static")) {
      return KnownFrom.STATIC;
    }
    return value.asText().equals("present_only")
        ? KnownFrom.PRESENT_ONLY
        : KnownFrom.columns(strings(value));
  }

  private static List<String> validValues(JsonNode property) {
    for (JsonNode rule : property.path("quality")) {
      if (rule.path("metric").asText().equals("invalidValues")) {
        return strings(rule.path("arguments").path("validValues"));
      }
    }
    return List.of();
  }

  private static List<Check> checks(String table, JsonNode node) {
    List<Check> checks = new ArrayList<>();
    for (JsonNode rule : node.path("quality")) {
      checks.add(check(table, rule));
    }
    return checks;
  }

  private static Check check(String table, JsonNode rule) {
    Matcher matcher = VIOLATIONS.matcher(rule.path("query").asText());
    if (!matcher.matches()
        || !matcher.group(1).equals(table)
        || rule.path("mustBe").asInt(-1) != 0) {
      throw new IllegalStateException(
          "a rule reads SELECT COUNT(*) FROM " + table + " WHERE <violation>, mustBe: 0");
    }
    boolean warning = rule.path("severity").asText().toLowerCase(Locale.ROOT).equals("warning");
    return new Check(
        rule.path("id").asText(),
        rule.path("description").asText().strip(),
        matcher.group(2).strip(),
        warning);
  }

  private static JsonNode custom(JsonNode node, String property) {
    for (JsonNode entry : node.path("customProperties")) {
      if (entry.path("property").asText().equals(property)) {
        return entry.path("value");
      }
    }
    return YAML.missingNode();
  }

  private static List<String> strings(JsonNode node) {
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    List<String> strings = new ArrayList<>();
    node.forEach(item -> strings.add(item.asText()));
    return strings;
  }
}
