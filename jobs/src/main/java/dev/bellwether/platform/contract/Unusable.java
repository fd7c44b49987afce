package dev.bellwether.platform.contract;

/** What a given value that cannot be used does to its row; an absent one is not meant. */
public enum Unusable {
  /** The row is refused, since null would take a meaning that nobody gave. */
  REFUSE,
  /** The value is unknown, and so is what it dates; the row stays, with a warning. */
  UNKNOWN,
  /** Every given value can be used, as any text can; or the table is not read from raw files. */
  NEVER
}
