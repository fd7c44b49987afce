package dev.bellwether.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A part of a contract file that knows where it stands, so that every error can say so.
 *
 * @param place the file and the part of it, as in {@code schemas/staging/tickets.yaml, priority}
 * @param json the part itself
 */
record YamlNode(String place, JsonNode json) {
  private static final Set<String> FLAGS = Set.of("true", "false");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  /** An error about this part. */
  IllegalStateException error(String problem) {
    return new IllegalStateException(place + ": " + problem);
  }

  /** Fails on any key but these, which is how a misspelt one is found. */
  YamlNode allowing(String... keys) {
    if (!json.isObject()) {
      throw error("keys with values are wanted here");
    }
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    List.of(keys).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw error("unknown " + unknown + "; known are " + String.join(", ", keys));
    }
    return this;
  }

  /** A text that must be there. */
  String text(String key) {
    return optionalText(key)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> error(key + " is missing"));
  }

  Optional<String> optionalText(String key) {
    return value(key, JsonNode::isValueNode, "text").map(node -> node.asText().strip());
  }

  /** A text that must be just so. */
  YamlNode expecting(String key, String expected) {
    if (!text(key).equals(expected)) {
      throw error(key + " is '" + text(key) + "', not '" + expected + "'");
    }
    return this;
  }

  boolean flag(String key) {
    return value(key, node -> FLAGS.contains(node.asText()), "true or false")
        .map(node -> node.asText().equals("true"))
        .orElse(false);
  }

  Optional<Integer> integer(String key) {
    return value(key, node -> WHOLE.matcher(node.asText()).matches(), "a whole number")
        .map(node -> Integer.valueOf(node.asText()));
  }

  /** A number as it is written. */
  Optional<String> number(String key) {
    return value(key, node -> NUMBER.matcher(node.asText()).matches(), "a number")
        .map(node -> new BigDecimal(node.asText()).toPlainString());
  }

  /** The part under a key, standing where this one stands; without keys when it is absent. */
  YamlNode part(String key) {
    return value(key, JsonNode::isObject, "keys with values")
        .map(node -> new YamlNode(place + ", " + key, node))
        .orElseGet(() -> new YamlNode(place, JsonNodeFactory.instance.objectNode()));
  }

  /** The parts of the list under a key, each named by its {@code naming} key. */
  List<YamlNode> parts(String key, String naming) {
    List<YamlNode> parts = new ArrayList<>();
    value(key, JsonNode::isArray, "a list")
        .ifPresent(
            list ->
                list.forEach(
                    item ->
                        parts.add(
                            new YamlNode(place + ", " + item.path(naming).asText(key), item))));
    return parts;
  }

  /** The texts under a key, be it one or a list of them. */
  List<String> texts(String key) {
    JsonNode node = json.path(key);
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    List<String> texts = new ArrayList<>();
    value(key, JsonNode::isArray, "a text or a list of texts")
        .ifPresent(list -> list.forEach(item -> texts.add(textOf(key, item))));
    return texts;
  }

  private String textOf(String key, JsonNode item) {
    if (!item.isTextual()) {
      throw error(key + " wants texts, not " + item);
    }
    return item.asText();
  }

  private Optional<JsonNode> value(String key, Predicate<JsonNode> isRight, String wanted) {
    JsonNode node = json.path(key);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!isRight.test(node) || node.isNull()) {
      throw error(key + " wants " + wanted + ", not " + node);
    }
    return Optional.of(node);
  }
}
