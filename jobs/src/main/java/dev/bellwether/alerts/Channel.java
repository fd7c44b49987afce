package dev.bellwether.alerts;

/** A way by which alerts reach people. */
@FunctionalInterface
public interface Channel {
  /** Only what is kept of alerts: their files in the home. */
  Channel FILES = alert -> {};

  /**
   * Delivers an alert; when it returns, the alert has arrived.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when it could not be delivered
   */
  void send(Alert alert);
}
