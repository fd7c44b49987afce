package dev.bellwether.platform.contract;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a contract says of a column that is a feature: the one place that tells people and models
 * about it.
 *
 * @param name what people call it
 * @param unit what it is counted in
 * @param driver the driver of churn that it belongs to; empty for none
 * @param model whether churn models may read it
 * @param polarity whether more of it is better; empty where that is not known
 * @param words templates by use, with {@code level} always among them
 */
public record FeatureEntry(
    String name,
    Unit unit,
    Optional<String> driver,
    boolean model,
    Optional<Polarity> polarity,
    Map<String, String> words) {

  /** A value: "{value} of seats in use". */
  public static final String LEVEL = "level";

  /** A value that moved: "no use for {from} → {to}"; without it, "seat utilisation rose …". */
  public static final String MOVE = "move";

  /** One that rose: "{by} escalation[s] opened". */
  public static final String RISE = "rise";

  /** One that fell. */
  public static final String FALL = "fall";

  /** One that rose from 0: "sponsor left". */
  public static final String BEGINS = "begins";

  /** One that fell to 0: "invoice paid". */
  public static final String ENDS = "ends";

  static final Set<String> MOVES = Set.of(MOVE, RISE, FALL, BEGINS, ENDS);

  public FeatureEntry {
    words = Map.copyOf(words);
  }
}
