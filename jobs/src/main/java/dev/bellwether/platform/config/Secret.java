package dev.bellwether.platform.config;

import java.io.Serializable;

/** A text that never shows itself when printed; null when none is set. */
public record Secret(String value) implements Serializable {

  /** Whether a value is set. */
  public boolean isSet() {
    return value != null && !value.isEmpty();
  }

  @Override
  public String toString() {
    return isSet() ? "********" : "(not set)";
  }
}
