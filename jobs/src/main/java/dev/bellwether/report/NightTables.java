package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The tables that a night's report is made from; nothing on its pages comes from elsewhere. */
interface NightTables {

  /** The night. */
  LocalDate asOf();

  /** All rows of a table that the night publishes. */
  List<TableRow> published(String table);

  /** The latest night before this one that was published, if there is one. */
  Optional<LocalDate> before();

  /** The rows that the night before published of a table; none where there was no such night. */
  List<TableRow> publishedBefore(String table);

  /**
   * The rows of a stored table that the night may know: of a table with as-of dates those from a
   * day on through the night, of any other all.
   */
  List<TableRow> stored(String table, LocalDate from);
}
