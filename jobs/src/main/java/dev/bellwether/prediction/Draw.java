package dev.bellwether.prediction;

/**
 * Deals ids into parts, the same wherever and whenever it is asked, and for each purpose anew: a
 * plain hash code modulo a number deals similar ids alike, and draws for two purposes would be one.
 */
public final class Draw {
  private Draw() {}

  /** The part of an id, from 0. */
  public static int of(String id, String purpose, int parts) {
    return Math.floorMod(mixed(31 * id.hashCode() + purpose.hashCode()), parts);
  }

  /** The last steps of MurmurHash3: each bit of the input moves each of the output. */
  private static int mixed(int bits) {
    int mixed = bits;
    mixed ^= mixed >>> 16;
    mixed *= 0x85ebca6b;
    mixed ^= mixed >>> 13;
    mixed *= 0xc2b2ae35;
    mixed ^= mixed >>> 16;
    return mixed;
  }
}
