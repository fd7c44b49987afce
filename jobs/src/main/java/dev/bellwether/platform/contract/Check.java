package dev.bellwether.platform.contract;

/**
 * A rule that every row of a table must keep, from a contract's {@code quality}.
 *
 * @param name the rule's id
 * @param description what must hold, in words for the reader of an error
 * @param violation the Spark SQL condition that is true for a row that breaks the rule
 * @param warning whether a breach is only counted, and stops nothing
 */
public record Check(String name, String description, String violation, boolean warning) {}
