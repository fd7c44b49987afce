package dev.bellwether.platform.contract;

/**
 * A group of features that say much the same of what moves churn, in people's words.
 *
 * @param name its name in tables
 * @param actionable whether a customer success manager can act on it; nobody can on the calendar
 */
public record Driver(String name, boolean actionable) {}
