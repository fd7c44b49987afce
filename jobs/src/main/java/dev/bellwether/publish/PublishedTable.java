package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import java.util.List;
import java.util.Optional;

/**
 * A table as readers see it over nights: each night once, in its latest revision that stands.
 *
 * @param contract its contract
 * @param nights its folder in every night that has it, by date, as Spark and Parquet name it
 * @param current its folder in the latest night; empty when that night does not have it
 * @param columns the contract's columns that the latest night's files have; empty when that night
 *     does not have the table
 */
public record PublishedTable(
    Contract contract, List<String> nights, Optional<String> current, List<Column> columns) {

  public PublishedTable {
    nights = List.copyOf(nights);
    columns = List.copyOf(columns);
  }

  /**
   * The files of a folder, as DuckDB and what stands on it find them: what would be a pattern in a
   * home's name is itself.
   */
  public static String files(String folder) {
    String path = folder.replaceFirst("^file://", "").replaceFirst("^s3a:", "s3:");
    return path.replaceAll("[\\[*?]", "[$0]") + "/*.parquet";
  }

  /** Its name. */
  public String name() {
    return contract.name();
  }

  /** What it holds, and its grain, in a sentence. */
  public String comment() {
    return contract.description() + "; " + contract.grain();
  }
}
