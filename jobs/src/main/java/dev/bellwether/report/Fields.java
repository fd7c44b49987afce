package dev.bellwether.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An object of the page's data under construction; what is unknown gets no field. */
final class Fields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** A field that is always there. */
  Fields with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** A field where the value is known. */
  Fields with(String name, Optional<?> value) {
    value.ifPresent(known -> fields.put(name, known));
    return this;
  }

  /** A number where it is known, to four significant decimals: pages are read by people. */
  Fields with(String name, OptionalDouble value) {
    value.ifPresent(known -> fields.put(name, Math.round(known * 1e4) / 1e4));
    return this;
  }

  Map<String, Object> asMap() {
    return fields;
  }
}
