package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.json.Json;

/** A scorecard as one line of JSON, in which form its content is kept beside the scores. */
public final class ScorecardJson {
  private static final int HASH_LENGTH = 16;

  private ScorecardJson() {}

  /** The scorecard as JSON; equal scorecards give equal texts. */
  public static String write(Scorecard scorecard) {
    return Json.line(scorecard);
  }

  /** The scorecard that was written. */
  public static Scorecard read(String json) {
    return Json.read("a stored scorecard", json, Scorecard.class);
  }

  /** The first 16 hexadecimal digits of the SHA-256 of its JSON: equal where contents are. */
  public static String hash(Scorecard scorecard) {
    return Sha256.of(write(scorecard)).substring(0, HASH_LENGTH);
  }
}
