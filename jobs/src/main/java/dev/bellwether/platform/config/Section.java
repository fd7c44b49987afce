package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map in a YAML file that knows where it stands, so that every complaint names file and key.
 *
 * <p>Keys are names as written: a dot in a name separates nothing.
 */
final class Section {
  private final String file;
  private final String path;
  private final Map<String, Object> values;
  private final Interpolation interpolation;

  private Section(
      String file, String path, Map<String, Object> values, Interpolation interpolation) {
    this.file = file;
    this.path = path;
    this.values = values;
    this.interpolation = interpolation;
  }

  static Section ofFile(String file, Object content, Interpolation interpolation) {
    Section empty = new Section(file, "", Map.of(), interpolation);
    return content == null ? empty : empty.child("", content);
  }

  /** The file that it is part of. */
  String file() {
    return file;
  }

  /** Its keys in order. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  /** Complains about any key that is not among these. */
  Section onlyKeys(String... known) {
    Problems problems = new Problems();
    onlyKeys(problems, known);
    problems.throwFirst();
    return this;
  }

  /** Notes every key that is not among these. */
  void onlyKeys(Problems problems, String... known) {
    for (String key : values.keySet()) {
      if (!Arrays.asList(known).contains(key)) {
        String advice = Nearest.advice(key, Arrays.asList(known));
        problems.add(wrong(key, "no such key is known here", advice));
      }
    }
  }

  /** The value as parsed: text, list, map or null. */
  Object raw(String key) {
    return values.get(key);
  }

  String text(String key) {
    return optionalText(key)
        .orElseThrow(() -> wrong(key, "it is missing or empty", "add it with a value"));
  }

  Optional<String> optionalText(String key) {
    Object value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      throw wrong(key, "it must be a single value", "write one text or number");
    }
    return Optional.ofNullable(value)
        .map(some -> filled(key, some.toString()))
        .filter(text -> !text.isBlank());
  }

  /** Text from elsewhere that belongs to a key, with its variables filled in. */
  String filled(String key, String text) {
    return interpolation.fill(where(key), text);
  }

  /** One of the allowed words. */
  String oneOf(String key, String... allowed) {
    String text = text(key);
    if (!Arrays.asList(allowed).contains(text)) {
      String advice = Nearest.advice(text, Arrays.asList(allowed));
      throw wrong(key, "its value is " + text, advice);
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) {
    return has(key) ? oneOf(key, "true", "false").equals("true") : otherwise;
  }

  double number(String key, double minimum, double maximum) {
    String text = text(key);
    try {
      double number = Numbers.decimal(text);
      if (number >= minimum && number <= maximum) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "it is not a number: " + text, "write a number").causedBy(e);
    }
    throw wrong(key, "its value is " + text, "write a number from " + minimum + " to " + maximum);
  }

  Section section(String key) {
    Object value = values.get(key);
    return value == null ? empty(key) : child(key, value);
  }

  /** The same section with other values. */
  Section withValues(Map<String, Object> others) {
    return new Section(file, path, others, interpolation);
  }

  /** A section of that key without any value. */
  Section empty(String key) {
    return child(key, Map.of());
  }

  /** The items of a list, each a section; none when the key is absent. */
  List<Section> listOfSections(String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof List)) {
      throw wrong(key, "it is not a list", "write items that begin with '- '");
    }
    List<Section> sections = new ArrayList<>();
    for (Object item : value == null ? List.of() : (List<?>) value) {
      sections.add(child(key + "[" + sections.size() + "]", item));
    }
    return sections;
  }

  /** A text or a list of texts, at least one. */
  List<String> listOfTexts(String key) {
    Object value = values.get(key);
    List<?> items = value instanceof List<?> list ? list : List.of(text(key));
    if (items.isEmpty()
        || items.stream().anyMatch(i -> i == null || i instanceof Map || i instanceof List)) {
      throw wrong(key, "it is not a list of texts", "write [one, another]");
    }
    return items.stream().map(item -> filled(key, item.toString())).toList();
  }

  /** Its values as sections by name, at least one. */
  Map<String, Section> sections(String key) {
    Section parent = section(key);
    if (parent.values.isEmpty()) {
      throw wrong(key, "it is missing or empty", "add at least one entry");
    }
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String name : parent.keys()) {
      sections.put(name, parent.section(name));
    }
    return sections;
  }

  /** All its values as texts, under their names as written. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : values.keySet()) {
      Object value = values.get(key);
      if (value == null || value instanceof Map || value instanceof List) {
        throw wrong(key, "it must be a single text", "write one value; \"\" for an empty text");
      }
      texts.put(key, filled(key, value.toString()));
    }
    return Collections.unmodifiableMap(texts);
  }

  /** A complaint about the value of a key. */
  BellwetherException wrong(String key, String why, String fix) {
    return BellwetherException.configuration(where(key) + " cannot be used", why, fix);
  }

  String where(String key) {
    return file + ": " + join(key);
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Section child(String key, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw BellwetherException.configuration(
          key.isEmpty() ? file + " is not a map" : where(key) + " is not a map",
          "it must hold lines of the form 'key: value'",
          "write 'key: value', indented below it");
    }
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((name, some) -> named.put(String.valueOf(name), some));
    return new Section(file, join(key), named, interpolation);
  }
}
