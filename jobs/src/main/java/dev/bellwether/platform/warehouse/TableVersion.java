package dev.bellwether.platform.warehouse;

import io.delta.kernel.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A version of a Delta table.
 *
 * @param snapshot it, as Delta Kernel knows it
 * @param schema its columns
 * @param files its files
 */
record TableVersion(Snapshot snapshot, StructType schema, List<StoredFile> files) {
  private static final String MAPPING = "delta.columnMapping.mode";

  /**
   * Whether its rows are just what stands in its files under the columns' names. Of tables that
   * others have changed they may not be.
   */
  boolean isPlain() {
    return snapshot.getPartitionColumnNames().isEmpty()
        && snapshot.getMetadata().getConfiguration().getOrDefault(MAPPING, "none").equals("none")
        && files.stream().noneMatch(file -> file.added().getDeletionVector().isPresent());
  }

  /** Whether rows of these columns can be added as they are. */
  boolean takes(StructType rows) {
    return isPlain() && Arrays.stream(rows.asNullable().fields()).allMatch(this::has);
  }

  /** Whether rows of these columns have all its columns, and no others. */
  boolean isShapedAs(StructType rows) {
    return takes(rows) && rows.length() == schema.length();
  }

  private boolean has(StructField field) {
    return Arrays.stream(schema.asNullable().fields())
        .anyMatch(
            own -> own.name().equals(field.name()) && own.dataType().equals(field.dataType()));
  }
}
