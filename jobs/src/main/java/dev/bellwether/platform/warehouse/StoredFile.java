package dev.bellwether.platform.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bellwether.platform.json.Json;
import io.delta.kernel.internal.actions.AddFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A file of a Delta table.
 *
 * @param added the action that added it
 * @param location where it is
 */
record StoredFile(AddFile added, String location) {

  /** Whether a column may have one of these values in it; unknown counts as may. */
  boolean mayHold(String column, Collection<String> values) {
    JsonNode least = bound("minValues", column);
    JsonNode greatest = bound("maxValues", column);
    if (least.isMissingNode() || greatest.isMissingNode()) {
      return !isAllNull(column);
    }
    return values.stream()
        .anyMatch(value -> compare(least, value) <= 0 && compare(greatest, value) >= 0);
  }

  /** Whether a column has nothing but one of these values in it; unknown counts as not. */
  boolean holdsOnly(String column, Collection<String> values) {
    JsonNode least = bound("minValues", column);
    return !least.isMissingNode()
        && least.equals(bound("maxValues", column))
        && bound("nullCount", column).asLong(1) == 0
        && values.stream().anyMatch(value -> isAscii(value) && compare(least, value) == 0);
  }

  private boolean isAllNull(String column) {
    long nulls = bound("nullCount", column).asLong(-1);
    return nulls >= 0 && added.getNumRecords().filter(rows -> rows == nulls).isPresent();
  }

  private JsonNode bound(String which, String column) {
    return added
        .getStatsJson()
        .map(text -> Json.read(location, text, JsonNode.class).path(which).path(column))
        .filter(node -> !node.isNull())
        .orElse(MissingNode.getInstance());
  }

  /** Texts beyond ASCII, which other programs may order in another way, are as any other. */
  private static int compare(JsonNode bound, String value) {
    if (bound.isNumber()) {
      return bound.decimalValue().compareTo(new BigDecimal(value));
    }
    boolean comparable = isAscii(value) && isAscii(bound.asText());
    return comparable ? bound.asText().compareTo(value) : 0;
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }
}
