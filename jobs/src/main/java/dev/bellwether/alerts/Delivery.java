package dev.bellwether.alerts;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.SentAlerts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
   * Delivers what was not delivered yet, one after the other; one that fails keeps none behind it.
   *
   * @return how many were delivered
   * @throws BellwetherException when any could not be delivered, after all were tried
   */
  public int deliver(List<Alert> alerts) {
    List<Alert> missing = missing(alerts);
    List<BellwetherException> failures = new ArrayList<>();
    for (Alert alert : missing) {
      try {
        channel.send(alert);
        sent.add(alert.night(), name(alert), alert.json());
      } catch (BellwetherException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw undelivered(failures, missing.size());
    }
    return missing.size();
  }

  private static BellwetherException undelivered(List<BellwetherException> failures, int of) {
    BellwetherException first = failures.get(0);
    return failures.size() == 1
        ? first
        : BellwetherException.configuration(
                failures.size() + " of " + of + " alerts could not be delivered",
                "of the first: " + first.getMessage().lines().collect(Collectors.joining(";")),
                "mend the receiver or alerts.webhook, then let bellwether alerts send what is missing")
            .causedBy(first);
  }

  private static String name(Alert alert) {
    return alert.reason().word() + "-" + alert.key() + ".json";
  }
}
