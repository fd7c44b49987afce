package dev.bellwether.platform.contract;

/**
 * How often a table breaks one promise of its contract.
 *
 * @param check the promise's name: a rule's id, or the column and what is asked of it
 * @param description what must hold, in words for the reader of an error
 * @param warning whether it is only counted, and stops nothing
 * @param count the rows that break it; for a key, the rows beyond the first of each key
 */
public record Violation(String check, String description, boolean warning, long count) {

  /** What must hold and how often it does not, as a line for people. */
  public String line() {
    return check + ": " + description + " (" + count + (count == 1 ? " row)" : " rows)");
  }
}
