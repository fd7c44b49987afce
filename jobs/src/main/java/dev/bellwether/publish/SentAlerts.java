package dev.bellwether.publish;

import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
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

  /** The texts that are kept. */
  public List<String> texts() {
    return storage.list("").stream()
        .flatMap(night -> storage.list(night).stream().map(name -> night + "/" + name))
        .map(storage::read)
        .toList();
  }

  /**
   * Changes the texts that are kept. The files stay, so that nothing is told again.
   *
   * @param change of a text, a JSON object
   */
  public void rewrite(UnaryOperator<String> change) {
    for (String night : storage.list("")) {
      for (String name : storage.list(night)) {
        String file = night + "/" + name;
        String text = storage.read(file);
        String changed = change.apply(text);
        if (!changed.equals(text)) {
          storage.write(file, changed);
        }
      }
    }
  }

  /** Removes the alerts of nights before a date; how many nights. */
  public int removeBefore(LocalDate date) {
    // the names of folders are days, which sort as days do
    List<String> old =
        storage.list("").stream().filter(night -> night.compareTo(date.toString()) < 0).toList();
    old.forEach(storage::delete);
    return old.size();
  }
}
