package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.Map;

/** A home that a command works on, with a Spark of its own, which ends when the home is closed. */
final class OpenHome implements AutoCloseable {
  private final Warehouse warehouse;

  private OpenHome(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Starts Spark for the home of these settings. */
  static OpenHome of(Settings settings) {
    return of(settings, Map.of());
  }

  /** The same with settings of Spark beside, which win. */
  static OpenHome of(Settings settings, Map<String, String> beside) {
    return new OpenHome(
        new Warehouse(Sessions.open(settings.spark(), settings.home(), beside), settings.home()));
  }

  /** The tables of the home. */
  Warehouse warehouse() {
    return warehouse;
  }

  @Override
  public void close() {
    warehouse.spark().stop();
  }
}
