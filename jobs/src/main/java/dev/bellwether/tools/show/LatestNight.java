package dev.bellwether.tools.show;

import dev.bellwether.reading.TableFiles;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Optional;

/** The latest as-of date among the rows of a table, where nothing but its rows can tell. */
final class LatestNight {
  private LatestNight() {}

  static Optional<LocalDate> read(TableFiles files) {
    StructType date = new StructType().add(RowQuery.DATE, DateType.DATE);
    long latest = Long.MIN_VALUE;
    try (CloseableIterator<Row> rows = Utils.intoRows(files.read(date, Optional.empty()))) {
      while (rows.hasNext()) {
        Row row = rows.next();
        latest = row.isNullAt(0) ? latest : Math.max(latest, row.getInt(0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return latest == Long.MIN_VALUE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(latest));
  }
}
