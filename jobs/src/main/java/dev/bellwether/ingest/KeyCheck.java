package dev.bellwether.ingest;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;

/**
 * Whether the hash key is the one that a home was made with. With another one people would be
 * others, and who was erased would come back. The home keeps the hash of one word, from which
 * nobody learns the key.
 */
public final class KeyCheck {
  private static final String WORD = "which key is this";

  private KeyCheck() {}

  /** Keeps what tells the key from others in a home that has nothing yet to tell it by. */
  static void keep(Warehouse warehouse, Secret key) {
    if (isToCheck(warehouse, key) && warehouse.keyCheck().isEmpty()) {
      warehouse.setKeyCheck(check(key));
    }
  }

  /**
   * Does nothing where no key is set, or the home has kept nothing to tell it by.
   *
   * @throws BellwetherException when the home was made with another key
   */
  public static void require(Warehouse warehouse, Secret key) {
    if (isToCheck(warehouse, key)
        && warehouse.keyCheck().filter(kept -> !kept.equals(check(key))).isPresent()) {
      throw BellwetherException.configuration(
          "privacy.hash_key is not the key that the home " + warehouse.home() + " was made with",
          "people would count as others, and who was erased would come back",
          "export BELLWETHER_HASH_KEY as it was, or start a new home");
    }
  }

  private static boolean isToCheck(Warehouse warehouse, Secret key) {
    return key.isSet() && warehouse.exists(Tables.INPUT_BATCH);
  }

  private static String check(Secret key) {
    return Long.toHexString(KeyedHash.of(key, WORD));
  }
}
