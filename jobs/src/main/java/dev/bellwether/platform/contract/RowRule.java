package dev.bellwether.platform.contract;

import org.apache.spark.sql.Column;

/**
 * One promise about a single row, ready to be asked of a table.
 *
 * @param name what it is called
 * @param description what must hold
 * @param violation true for a row that breaks it; null counts as kept
 * @param reason why the row breaks it, with the values at fault; never null
 * @param warning whether a breach is only counted
 */
record RowRule(String name, String description, Column violation, Column reason, boolean warning) {}
