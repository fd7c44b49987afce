package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Which quarantined rows tell of a subject. */
public final class QuarantinedRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private QuarantinedRows() {}

  /**
   * Whether a row of the quarantine tells of a subject.
   *
   * @param words what the subject is called
   */
  public static Column tellOf(Subject subject, Set<String> words) {
    Subject.Kind kind = subject.kind();
    List<String> called = List.copyOf(words);
    UDF2<String, String, Boolean> tells = (raw, reason) -> tellsOf(kind, called, raw, reason);
    return udf(tells, DataTypes.BooleanType).apply(col("raw"), col("reason"));
  }

  /**
   * A row is whose it says it is. One that does not say is the subject's when one of the words
   * stands in it. Numbers, such as how long a line is, name nobody; and an id that is a number is
   * looked for only where a row names neither an account nor a person.
   */
  public static boolean tellsOf(Subject.Kind kind, List<String> words, String raw, String reason) {
    Map<String, String> values = new HashMap<>();
    List<String> texts = new ArrayList<>(List.of(reason));
    if (raw != null) {
      read(raw, values, texts);
    }
    if (Subject.names(kind).stream()
        .filter(values::containsKey)
        .map(name -> Subject.plain(values.get(name)))
        .anyMatch(name -> words.stream().map(Subject::plain).anyMatch(name::equals))) {
      return true;
    }
    boolean isAnothers = Subject.owners(kind).stream().anyMatch(values::containsKey);
    boolean namesSomebody =
        Arrays.stream(Subject.Kind.values())
            .flatMap(any -> Subject.owners(any).stream())
            .anyMatch(values::containsKey);
    return !isAnothers
        && words.stream()
            .filter(word -> !namesSomebody || !Words.isNumber(word))
            .anyMatch(word -> texts.stream().anyMatch(text -> Words.holds(text, word)));
  }

  private static void read(String raw, Map<String, String> values, List<String> texts) {
    try {
      for (Map.Entry<String, JsonNode> field : JSON.readTree(raw).properties()) {
        JsonNode value = field.getValue();
        String text = value.asText().strip();
        if (!text.isEmpty() && !value.isNull()) {
          values.put(field.getKey(), text);
        }
        if (!value.isNumber()) {
          texts.add(value.isTextual() ? text : value.toString());
        }
      }
    } catch (JsonProcessingException e) {
      texts.add(raw);
    }
  }
}
