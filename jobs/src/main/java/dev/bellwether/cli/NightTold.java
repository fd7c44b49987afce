package dev.bellwether.cli;

import dev.bellwether.alerts.Alert;
import dev.bellwether.alerts.Channel;
import dev.bellwether.alerts.Delivery;
import dev.bellwether.alerts.Webhook;
import dev.bellwether.platform.config.AlertSettings;
import dev.bellwether.platform.config.AlertSettings.To;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.SentAlerts;
import dev.bellwether.report.NightAlerts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * Tells of a night by the way that the configuration names. A night that was published stays so
 * when nobody can be told; what is missing is sent by the next run of it, or by {@code alerts}.
 */
final class NightTold {
  /** Nights before that are not told any more: by then the page says it better. */
  private static final int LONGEST_DAYS = 31;

  private final Configuration configuration;
  private final Console console;

  NightTold(Configuration configuration, Console console) {
    this.configuration = configuration;
    this.console = console;
  }

  /**
   * Tells of the current publication, and of the nights before it that were not told.
   *
   * @return how many alerts reached somebody; nothing when nobody is to be told
   */
  Optional<Integer> published(PublicationId id) {
    return isOff()
        ? Optional.empty()
        : Optional.of(
            deliver(id.asOfDate(), () -> isCurrent(id) ? tell(configuration, id.asOfDate()) : 0));
  }

  private boolean isCurrent(PublicationId id) {
    return Publications.read(
            configuration.settings().home(), HadoopSettings.of(configuration.settings()))
        .current()
        .equals(Optional.of(id));
  }

  /**
   * Tells that a night could not be published.
   *
   * @return how many alerts reached somebody; nothing when nobody is to be told
   */
  Optional<Integer> failed(LocalDate night, Throwable failure) {
    if (isOff() || isBusy(failure)) {
      return Optional.empty();
    }
    String why =
        failure instanceof BellwetherException mendable
            ? mendable.getMessage().lines().findFirst().orElse("")
            : failure.getClass().getSimpleName();
    Alert alert =
        Alert.ofNight(
            night,
            Alert.Reason.RUN_FAILED,
            "The run of " + night + " failed, and nothing new was published: " + why);
    return Optional.of(deliver(night, () -> delivery(configuration).deliver(List.of(alert))));
  }

  /** How many were told; 0, with a warning, when the receiver was away for one of them. */
  private int deliver(LocalDate night, IntSupplier telling) {
    try {
      int delivered = telling.getAsInt();
      if (delivered > 0) {
        console.line("  " + delivered + (delivered == 1 ? " alert told" : " alerts told"));
      }
      return delivered;
    } catch (RuntimeException e) {
      console.line("warning: not all alerts of " + night + " were told: " + e.getMessage());
      return 0;
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

  /**
   * Tells what was not told yet of the current night and of those published before it.
   *
   * @return how many alerts were delivered
   * @throws BellwetherException when any could not be, after all nights were tried
   */
  static int tell(Configuration configuration, LocalDate current) {
    SentAlerts sent = sent(configuration);
    Delivery delivery = delivery(configuration);
    List<LocalDate> nights = untold(configuration, current);
    nights.forEach(sent::begin);
    int delivered = 0;
    Optional<BellwetherException> failure = Optional.empty();
    for (LocalDate night : nights) {
      try {
        delivered += delivery.deliver(alerts(configuration, night));
        sent.finish(night);
      } catch (BellwetherException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    failure.ifPresent(
        first -> {
          throw first;
        });
    return delivered;
  }

  /** The nights of which something may be left to tell, the current one the last of them. */
  static List<LocalDate> untold(Configuration configuration, LocalDate current) {
    String home = configuration.settings().home();
    TreeSet<LocalDate> published = new TreeSet<>(List.of(current));
    Publications.read(home, HadoopSettings.of(configuration.settings())).ids().stream()
        .map(PublicationId::asOfDate)
        .filter(night -> night.isBefore(current) && night.isAfter(current.minusDays(LONGEST_DAYS)))
        .forEach(published::add);
    return sent(configuration).untold(published);
  }

  /** All that is to be told of a night, whether it was or not. */
  static List<Alert> alerts(Configuration configuration, LocalDate night) {
    return NightAlerts.of(
        configuration.settings().home(),
        HadoopSettings.of(configuration.settings()),
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
    return new Delivery(sent(configuration), channel);
  }

  private static SentAlerts sent(Configuration configuration) {
    return new SentAlerts(
        configuration.settings().home(), HadoopSettings.of(configuration.settings()));
  }
}
