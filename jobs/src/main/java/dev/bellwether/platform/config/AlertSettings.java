package dev.bellwether.platform.config;

import java.math.BigDecimal;

/**
 * Who is told of what overnight; changes no number.
 *
 * @param to by which way, if any
 * @param webhook the URL that alerts are posted to; a secret, since whoever knows it may post
 * @param dropPoints by how many points health must fall to be told, above 0
 * @param expectedLoss from which expected loss on an account is told, in the reporting currency
 */
public record AlertSettings(To to, Secret webhook, double dropPoints, BigDecimal expectedLoss) {

  /** The ways. */
  public enum To {
    /** Nobody is told. */
    NONE,
    /** A file in the home for each alert. */
    FILES,
    /** An HTTP request for each alert, as JSON. */
    JSON,
    /** An HTTP request for each alert, as Slack's incoming webhooks take it. */
    SLACK
  }
}
