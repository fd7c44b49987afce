package dev.bellwether.prediction;

import java.util.Locale;

/** A way to predict. */
public enum Method {
  LOGISTIC,
  BOOSTING,
  /** The mean of the log odds of both. */
  BLEND;

  /** Its name in tables and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
