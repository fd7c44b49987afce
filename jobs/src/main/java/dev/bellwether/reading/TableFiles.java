package dev.bellwether.reading;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.time.LocalDate;
import java.util.Optional;

/** The files of one table, as Delta Kernel reads them. */
public interface TableFiles {

  /** The columns that the files have. */
  StructType schema();

  /**
   * The latest date in column {@code as_of_date}, by what is known of the files without reading
   * their rows; empty when that does not tell.
   */
  Optional<LocalDate> latestDate();

  /**
   * Reads these columns of the files that may hold rows for which the filter is true; of those
   * files, rows for which it is not may come along.
   */
  CloseableIterator<FilteredColumnarBatch> read(StructType columns, Optional<Predicate> filter);
}
