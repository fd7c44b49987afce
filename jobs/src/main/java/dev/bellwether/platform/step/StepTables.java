package dev.bellwether.platform.step;

import java.util.List;
import java.util.stream.Stream;

/**
 * The tables that a step reads and makes: what the plan, the lineage and the runner know of it.
 *
 * @param makes the tables that it makes, each with a contract of that name; the step is named after
 *     the first
 * @param reads the tables that it reads; the plan runs their steps first
 * @param optionalReads the tables that it reads where the source feeds them; it works without
 */
public record StepTables(List<String> makes, List<String> reads, List<String> optionalReads) {

  public StepTables {
    makes = List.copyOf(makes);
    reads = List.copyOf(reads);
    optionalReads = List.copyOf(optionalReads);
  }

  /** A step that makes these tables and reads none so far. */
  public static StepTables make(String... tables) {
    return new StepTables(List.of(tables), List.of(), List.of());
  }

  /** The same, reading these tables, which must be there. */
  public StepTables from(String... tables) {
    return new StepTables(makes, List.of(tables), optionalReads);
  }

  /** The same, reading these tables where they are there. */
  public StepTables optionally(String... tables) {
    return new StepTables(makes, reads, List.of(tables));
  }

  /** All tables that it may read. */
  public Stream<String> allReads() {
    return Stream.concat(reads.stream(), optionalReads.stream());
  }
}
