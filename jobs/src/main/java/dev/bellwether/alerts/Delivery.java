package dev.bellwether.alerts;

import dev.bellwether.publish.SentAlerts;
import java.util.List;

/**
 * Delivers alerts at least once, and again only when a process died between an alert's arrival and
 * its record: receivers then tell by its key.
 */
public final class Delivery {
  private final SentAlerts sent;
  private final Channel channel;

  public Delivery(SentAlerts sent, Channel channel) {
    this.sent = sent;
    this.channel = channel;
  }

  /** The alerts that were not delivered yet. */
  public List<Alert> missing(List<Alert> alerts) {
    return alerts.stream().filter(alert -> !sent.contains(alert.night(), name(alert))).toList();
  }

  /**
   * Delivers what was not delivered yet, one after the other; stops at the first that fails.
   *
   * @return how many were delivered
   */
  public int deliver(List<Alert> alerts) {
    List<Alert> missing = missing(alerts);
    for (Alert alert : missing) {
      channel.send(alert);
      sent.add(alert.night(), name(alert), alert.json());
    }
    return missing.size();
  }

  private static String name(Alert alert) {
    return alert.reason().word() + "-" + alert.key() + ".json";
  }
}
