package dev.bellwether.platform.contract;

/** Whether more of a feature is better. */
public enum Polarity {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER
}
