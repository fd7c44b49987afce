package dev.bellwether.publish;

import java.time.LocalDate;
import org.apache.hadoop.conf.Configuration;

/**
 * The alerts that were delivered, a file each in {@code HOME/alerts/NIGHT}, for their owner only;
 * whoever deletes one has it sent again.
 */
public final class SentAlerts {
  private final Storage storage;

  /**
   * @param home the home, which is a path or a URI
   */
  public SentAlerts(String home) {
    this.storage = Storage.of(home, "alerts", new Configuration());
  }

  /** Whether an alert of a night was delivered. */
  public boolean contains(LocalDate night, String name) {
    return storage.exists(night + "/" + name);
  }

  /** Keeps that an alert was delivered, and its text. */
  public void add(LocalDate night, String name, String text) {
    storage.write(night + "/" + name, text + "\n");
  }
}
