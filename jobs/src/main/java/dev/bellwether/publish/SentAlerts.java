package dev.bellwether.publish;

import dev.bellwether.platform.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * The alerts that were delivered, a file each in {@code HOME/alerts/NIGHT}, for their owner only;
 * whoever deletes one has it sent again. Beside them lies the night's {@code state}: whether all of
 * it was told.
 */
public final class SentAlerts {
  private static final String TO_TELL = "{\"told\":false}\n";
  private static final String TOLD = "{\"told\":true}\n";

  private final Storage storage;

  /**
   * @param home the home, which is a path or a URI
   * @param configuration how its files are reached
   */
  public SentAlerts(String home, Configuration configuration) {
    this.storage = Storage.of(home, "alerts", configuration);
  }

  /** The alerts of a home, whose files are reached as its Spark reaches them. */
  public SentAlerts(Warehouse warehouse) {
    this(warehouse.home(), warehouse.hadoop());
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
    return files().stream().map(storage::read).toList();
  }

  private List<String> files() {
    return storage.list("").stream()
        .flatMap(night -> storage.list(night).stream().map(name -> night + "/" + name))
        .toList();
  }

  /** Keeps that a night is to be told, unless that is known. */
  public void begin(LocalDate night) {
    if (!hasBegun(night)) {
      storage.write(state(night), TO_TELL);
    }
  }

  /** Keeps that all of a night was told. */
  public void finish(LocalDate night) {
    storage.write(state(night), TOLD);
  }

  /**
   * Of these nights the last one, which may have been published anew, and those before it that were
   * not told whole; none from before the first that was ever to be told.
   */
  public List<LocalDate> untold(SortedSet<LocalDate> nights) {
    LocalDate last = nights.last();
    LocalDate first = nights.stream().filter(this::hasBegun).findFirst().orElse(last);
    return nights.tailSet(first).stream()
        .filter(night -> night.equals(last) || !isTold(night))
        .toList();
  }

  private boolean hasBegun(LocalDate night) {
    return storage.exists(state(night));
  }

  private boolean isTold(LocalDate night) {
    return hasBegun(night) && storage.read(state(night)).equals(TOLD);
  }

  private static String state(LocalDate night) {
    return night + "/state";
  }

  /**
   * Changes the texts that are kept. The files stay, so that nothing is told again.
   *
   * @param change of a text, a JSON object
   */
  public void rewrite(UnaryOperator<String> change) {
    for (String file : files()) {
      String text = storage.read(file);
      String changed = change.apply(text);
      if (!changed.equals(text)) {
        storage.write(file, changed);
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
