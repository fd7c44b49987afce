package dev.bellwether.platform.step;

import java.util.List;
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

  /** The tables that it reads; the plan runs their steps first. */
  List<String> inputs();

  /** The tables that it reads where the source feeds them; it works without. */
  default List<String> optionalInputs() {
    return List.of();
  }

  /** The tables that it makes, each with a contract of that name. */
  List<String> outputs();

  /**
   * Its output tables by name, rows for {@link StepInputs#dates()} only.
   *
   * <p>A sequential step (hysteresis, memory) reads its own earlier rows by {@link
   * StepInputs#earlier}; a pure one does not.
   */
  Map<String, Dataset<Row>> build(StepInputs inputs);
}
