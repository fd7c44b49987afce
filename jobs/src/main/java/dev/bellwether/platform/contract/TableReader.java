package dev.bellwether.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a contract's table: its columns, its rules, and the properties that are Bellwether's own.
 *
 * <p>A rule of type {@code sql} must read {@code SELECT COUNT(*) FROM table WHERE condition},
 * {@code mustBe: 0}: public tools run the query, Bellwether applies the condition to single rows.
 */
final class TableReader {
  private static final Pattern VIOLATIONS =
      Pattern.compile("(?is)SELECT\\s+COUNT\\(\\*\\)\\s+FROM\\s+(\\w+)\\s+WHERE\\s+(.+)");

  private TableReader() {}

  static Contract contract(String layer, YamlNode table) {
    table
        .allowing(
            "name",
            "physicalType",
            "description",
            "dataGranularityDescription",
            "properties",
            "quality",
            "customProperties")
        .expecting("physicalType", "table");
    String name = table.text("name");
    YamlNode own = ownProperties(table, "eventTime", "partitionedBy", "drivers", "deletion");
    return new Contract(
        name,
        layer,
        table.text("description"),
        table.text("dataGranularityDescription"),
        table.parts("properties", "name").stream().map(ColumnReader::column).toList(),
        table.parts("quality", "id").stream().map(rule -> check(name, rule)).toList(),
        own.optionalText("eventTime").orElse(null),
        own.texts("partitionedBy"),
        FeatureReader.drivers(own),
        own.optionalText("deletion").map(TableReader::deletion).orElse(Deletion.GONE));
  }

  private static Deletion deletion(String text) {
    return switch (text) {
      case "gone" -> Deletion.GONE;
      case "kept" -> Deletion.KEPT;
      default -> Deletion.endedIn(text);
    };
  }

  /** The custom properties as one object, so that they read like any other. */
  static YamlNode ownProperties(YamlNode node, String... known) {
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    for (YamlNode entry : node.parts("customProperties", "property")) {
      entry.allowing("property", "value");
      JsonNode before = own.replace(entry.text("property"), entry.json().path("value"));
      if (before != null) {
        throw entry.error("there twice");
      }
    }
    return new YamlNode(node.place() + ", customProperties", own).allowing(known);
  }

  private static Check check(String table, YamlNode rule) {
    rule.allowing("id", "type", "description", "query", "mustBe", "severity")
        .expecting("type", "sql");
    Matcher query = VIOLATIONS.matcher(rule.text("query"));
    if (!query.matches()
        || !query.group(1).equals(table)
        || rule.integer("mustBe").orElse(-1) != 0) {
      throw rule.error(
          "a rule reads SELECT COUNT(*) FROM " + table + " WHERE <violation>, with mustBe: 0");
    }
    String severity = rule.optionalText("severity").orElse("error");
    if (!List.of("error", "warning").contains(severity)) {
      throw rule.error("severity is error or warning, not '" + severity + "'");
    }
    return new Check(
        rule.text("id"),
        rule.text("description"),
        query.group(2).strip(),
        severity.equals("warning"));
  }
}
