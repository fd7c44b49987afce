package dev.bellwether.tools.draft;

import dev.bellwether.platform.json.TextYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How other systems call a table and its columns: the resource {@code source-words.yaml}. */
final class SourceWords {
  private static final String RESOURCE = "/source-words.yaml";
  private static final Map<String, SourceWords> BY_TABLE = load();

  private final Set<String> called;
  private final Map<String, List<Word>> columns;

  private SourceWords(Set<String> called, Map<String, List<Word>> columns) {
    this.called = called;
    this.columns = columns;
  }

  /**
   * A name elsewhere.
   *
   * @param name in small letters with underscores
   * @param formula the SQL that makes our value of it, where {@code {}} stands for the column, and
   *     {@code {created_at}} for what the table's column of that name is made of
   * @param ask what a person must say before it may be used; null where the name is plain
   * @param isAskedOfWhole whether that is asked only where all values are whole numbers
   * @param look what is worth a look although it is used; null where nothing is
   */
  record Word(String name, String formula, String ask, boolean isAskedOfWhole, String look) {
    private static Word plain(String name) {
      return new Word(name, "{}", null, false, null);
    }

    /** What a person must say before a column of that name and those values may be used. */
    Optional<String> question(ColumnProfile profile) {
      boolean isClear = isAskedOfWhole && profile.share(ValueShape::isWhole) < 1;
      return Optional.ofNullable(ask).filter(question -> !isClear);
    }
  }

  /** The tables that there are words for, the most important first. */
  static Map<String, SourceWords> byTable() {
    return BY_TABLE;
  }

  /**
   * The table that a file or folder of that name seems to hold, by the longest word that its name
   * is or ends with: {@code crm_churn_events} holds churn events rather than events.
   */
  static Optional<String> tableCalled(String input) {
    String name = "_" + plain(input);
    return BY_TABLE.keySet().stream()
        .filter(table -> lengthAtEnd(table, name) > 0)
        .max(Comparator.comparingInt(table -> lengthAtEnd(table, name)));
  }

  private static int lengthAtEnd(String table, String name) {
    return Stream.concat(Stream.of(table), BY_TABLE.get(table).called.stream())
        .filter(word -> name.endsWith("_" + word))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /** The names under which a column may be found, its own first. */
  List<Word> of(String column) {
    List<Word> listed = columns.getOrDefault(column, List.of());
    List<Word> words = new ArrayList<>(listed);
    if (listed.stream().noneMatch(word -> word.name().equals(column))) {
      words.add(0, Word.plain(column));
    }
    return words;
  }

  /** A name in small letters with underscores: {@code createdAt} is {@code created_at}. */
  static String plain(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_+|_+$", "");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, SourceWords> load() {
    try (InputStream in = SourceWords.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, SourceWords> byTable = new LinkedHashMap<>();
      ((Map<String, Map<String, Object>>) TextYaml.load(text))
          .forEach((table, words) -> byTable.put(table, read(words)));
      return byTable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static SourceWords read(Map<String, Object> words) {
    Map<String, List<Word>> columns = new LinkedHashMap<>();
    ((Map<String, List<Object>>) words.get("columns"))
        .forEach(
            (column, names) -> columns.put(column, names.stream().map(SourceWords::word).toList()));
    return new SourceWords(Set.copyOf((List<String>) words.get("called")), columns);
  }

  @SuppressWarnings("unchecked")
  private static Word word(Object written) {
    if (written instanceof String name) {
      return Word.plain(name);
    }
    Map<String, String> word = (Map<String, String>) written;
    return new Word(
        word.get("name"),
        word.getOrDefault("formula", "{}"),
        word.get("ask"),
        "whole".equals(word.get("ask_if")),
        word.get("look"));
  }
}
