package dev.bellwether.cli;

import dev.bellwether.alerts.Alert;
import dev.bellwether.alerts.Channel;
import dev.bellwether.alerts.Delivery;
import dev.bellwether.alerts.Webhook;
import dev.bellwether.platform.config.AlertSettings;
import dev.bellwether.platform.config.AlertSettings.To;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.SentAlerts;
import dev.bellwether.report.NightAlerts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells of a night by the way that the configuration names. A night that was published stays so
 * when nobody can be told; what is missing is sent by the next run of it, or by {@code alerts}.
 */
final class NightTold {
  private final Configuration configuration;
  private final Console console;

  NightTold(Configuration configuration, Console console) {
    this.configuration = configuration;
    this.console = console;
  }

  /** Tells of the current publication; of earlier nights nobody wants to know any more. */
  void published(PublicationId id) {
    if (!isOff()) {
      deliver(
          id.asOfDate(),
          () -> isCurrent(id) ? alerts(configuration, id.asOfDate()) : List.<Alert>of());
    }
  }

  private boolean isCurrent(PublicationId id) {
    return Publications.read(configuration.settings().home()).current().equals(Optional.of(id));
  }

  /** Tells that a night could not be published. */
  void failed(LocalDate night, Throwable failure) {
    if (isOff() || isBusy(failure)) {
      return;
    }
    String why =
        failure instanceof BellwetherException mendable
            ? mendable.getMessage().lines().findFirst().orElse("")
            : failure.getClass().getSimpleName();
    deliver(
        night,
        () ->
            List.of(
                Alert.ofNight(
                    night,
                    Alert.Reason.RUN_FAILED,
                    "The run of " + night + " failed, and nothing new was published: " + why)));
  }

  private void deliver(LocalDate night, Supplier<List<Alert>> alerts) {
    try {
      int delivered = delivery(configuration).deliver(alerts.get());
      if (delivered > 0) {
        console.line("  " + delivered + (delivered == 1 ? " alert told" : " alerts told"));
      }
    } catch (RuntimeException e) {
      console.line("warning: not all alerts of " + night + " were told: " + e.getMessage());
    }
  }

  /** Another run is at work, and tells of itself. */
  private static boolean isBusy(Throwable failure) {
    return failure instanceof BellwetherException told
        && told.kind() == BellwetherException.Kind.BUSY;
  }

  private boolean isOff() {
    return configuration.alerts().to() == To.NONE;
  }

  /** All that is to be told of a night, whether it was or not. */
  static List<Alert> alerts(Configuration configuration, LocalDate night) {
    return NightAlerts.of(
        configuration.settings().home(),
        night,
        configuration.alerts(),
        configuration.settings().currency());
  }

  /** The delivery that the configuration names. */
  static Delivery delivery(Configuration configuration) {
    AlertSettings settings = configuration.alerts();
    Channel channel =
        switch (settings.to()) {
          case NONE, FILES -> Channel.FILES;
          case JSON, SLACK -> new Webhook(settings.webhook().value(), settings.to() == To.SLACK);
        };
    return new Delivery(new SentAlerts(configuration.settings().home()), channel);
  }
}
