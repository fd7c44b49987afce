package dev.bellwether.platform.step;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One step of the plan: turns declared input tables into declared output tables, for a set of as-of
 * dates at once.
 *
 * <p>A step is named after its first output. It reads and writes no storage itself: the runner
 * hands it its inputs, checks its outputs against their contracts, and writes them.
 */
public interface Step {

  /** The tables that it reads and makes. */
  StepTables tables();

  /** Its name: that of the first table that it makes. */
  default String name() {
    return tables().makes().get(0);
  }

  /**
   * Its output tables by name, rows for {@link StepInputs#dates()} only.
   *
   * <p>A sequential step (hysteresis, memory) reads its own earlier rows by {@link
   * StepInputs#completed}; a pure one does not.
   */
  Map<String, Dataset<Row>> build(StepInputs inputs);
}
