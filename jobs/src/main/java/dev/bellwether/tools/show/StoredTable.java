package dev.bellwether.tools.show;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.reading.ColumnNames;
import dev.bellwether.reading.DeltaFiles;
import dev.bellwether.reading.PublishedFiles;
import dev.bellwether.reading.TableFiles;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A table of a home, read by Delta Kernel and Parquet's own reader on one thread: a few rows are
 * there before Spark would have started.
 */
public final class StoredTable {
  private final Contract contract;
  private final TableFiles files;
  private final ColumnNames names;

  private StoredTable(Contract contract, TableFiles files, ColumnNames names) {
    this.contract = contract;
    this.files = files;
    this.names = names;
  }

  /**
   * The Delta table that a contract describes, if the home has it. Columns that the contract has
   * renamed since have their new names, and columns that it has gained are null.
   */
  public static Optional<StoredTable> stored(
      String home, Configuration configuration, Contract contract) {
    return DeltaFiles.open(DefaultEngine.create(configuration), contract.folderIn(home))
        .map(
            files ->
                new StoredTable(
                    contract, files, ColumnNames.current(files.schema().fieldNames(), contract)));
  }

  /** The table as it was published: of a night, or in the current publication. */
  public static Optional<StoredTable> published(
      String home, Configuration configuration, Contract contract, Optional<LocalDate> night) {
    return PublishedFiles.open(configuration, home, contract.name(), night)
        .map(
            files ->
                new StoredTable(
                    contract, files, ColumnNames.asStored(files.schema().fieldNames())));
  }

  /**
   * The selected rows as text, in order of rank and key.
   *
   * @param inBlocks whether each value has a line of its own
   */
  public String text(Selection selection, boolean inBlocks) {
    TextTable table = query(selection).run(files);
    return inBlocks ? table.blocks() : table.lines();
  }

  private RowQuery query(Selection selection) {
    selection.requireFits(contract, names.shown());
    return new RowQuery(
        selection.columns().isEmpty() ? names.shown() : selection.columns(),
        SortOrder.of(contract, names.shown()),
        contract.isPerAsOfDate() ? selection.asOf().or(this::latestNight) : Optional.empty(),
        selection.account(),
        selection.limit(),
        names.stored());
  }

  private Optional<LocalDate> latestNight() {
    return files.latestDate().or(() -> LatestNight.read(files));
  }
}
