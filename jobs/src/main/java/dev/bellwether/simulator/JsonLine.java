package dev.bellwether.simulator;

/** One flat JSON object on one line; texts hold nothing that needs escaping. */
final class JsonLine {
  private final StringBuilder out;
  private char before = '{';

  JsonLine(StringBuilder out) {
    this.out = out;
  }

  JsonLine text(String key, String value) {
    key(key);
    if (value == null) {
      out.append("null");
    } else {
      out.append('"').append(value).append('"');
    }
    return this;
  }

  JsonLine number(String key, Object value) {
    key(key);
    out.append(value);
    return this;
  }

  void end() {
    out.append("}\n");
  }

  private void key(String key) {
    out.append(before).append('"').append(key).append("\":");
    before = ',';
  }
}
