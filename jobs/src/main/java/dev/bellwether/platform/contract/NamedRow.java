package dev.bellwether.platform.contract;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/** A row put together by column names, in the order of a schema; what is not set is null. */
public final class NamedRow {
  private final StructType schema;
  private final Object[] values;

  private NamedRow(StructType schema) {
    this.schema = schema;
    this.values = new Object[schema.size()];
  }

  /** A row of that schema, all null. */
  public static NamedRow of(StructType schema) {
    return new NamedRow(schema);
  }

  /**
   * Sets a column.
   *
   * @throws IllegalArgumentException when the schema has no such column
   */
  public NamedRow set(String column, Object value) {
    values[schema.fieldIndex(column)] = value;
    return this;
  }

  /** The row. */
  public Row row() {
    return new GenericRowWithSchema(values.clone(), schema);
  }
}
