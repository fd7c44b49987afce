package dev.bellwether.tools.whatif;

import java.util.Map;

/**
 * What is assumed where neither the home nor the user says otherwise: published orders of
 * magnitude, no truths about anybody's support.
 */
final class Defaults {
  /** The currency of the default rates. */
  static final String CURRENCY = "USD";

  /** Dollars an hour: outsourced support is said to cost 10 to 50, the less the farther away. */
  static final Map<String, Range> RATE =
      Map.of(
          "onshore",
          new Range(30, 50),
          "nearshore",
          new Range(20, 35),
          "offshore",
          new Range(10, 20));

  static final Range HOURS_PER_TICKET = new Range(0.5, 1.5);

  /** How far the new provider's hours may be from the old one's. */
  static final Range OTHER_HANDS = new Range(0.85, 1.25);

  /** Shares of labour that the other categories come to. */
  static final Map<String, Range> ON_LABOUR =
      Map.of(
          "technology",
          new Range(0.1, 0.2),
          "training_management",
          new Range(0.08, 0.15),
          "additional",
          new Range(0.03, 0.1));

  /** Share of a year's new cost that setting up, training and moving take once. */
  static final Range ONE_OFF = new Range(0.1, 0.25);

  static final double HOURS_OF_AN_AGENT_A_MONTH = 130;

  private Defaults() {}
}
