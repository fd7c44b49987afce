package dev.bellwether.reading;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.publish.ExportedNight;
import dev.bellwether.publish.Publications;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** The tables of a home as rows by name, read whole into memory: for reports of one night. */
public final class HomeTables {
  private final String home;
  private final Configuration configuration;
  private final Engine engine;

  private final Map<LocalDate, ExportedNight> aboutToBePublished = new TreeMap<>();

  /**
   * @param home the folder (or URI) that holds warehouse and publications
   * @param configuration how its files are reached
   */
  public HomeTables(String home, Configuration configuration) {
    this(home, List.of(), configuration);
  }

  /**
   * @param home the folder (or URI) that holds warehouse and publications
   * @param aboutToBePublished nights that are read where they are now, before they are published
   * @param configuration how its files are reached
   */
  public HomeTables(
      String home, Collection<ExportedNight> aboutToBePublished, Configuration configuration) {
    this.home = home;
    this.configuration = configuration;
    this.engine = DefaultEngine.create(configuration);
    aboutToBePublished.forEach(night -> this.aboutToBePublished.put(night.asOfDate(), night));
  }

  /** The folder (or URI) that holds warehouse and publications. */
  public String home() {
    return home;
  }

  /** All rows of a table as a night's latest publication has it; none where it has not. */
  public List<TableRow> published(String table, LocalDate night) {
    return Optional.ofNullable(aboutToBePublished.get(night))
        .or(() -> Publications.read(home, configuration).night(night))
        .flatMap(found -> PublishedFiles.of(engine, found, table))
        .map(files -> new RowReader(files, ColumnNames.asStored(files.schema().fieldNames())).all())
        .orElse(List.of());
  }

  /** All rows of a stored table; none where it was never written. */
  public List<TableRow> stored(String table) {
    return reader(table).map(RowReader::all).orElse(List.of());
  }

  /** The rows of a stored table with as-of dates, of those from one day through another. */
  public List<TableRow> stored(String table, LocalDate from, LocalDate through) {
    return reader(table).map(reader -> reader.between(from, through)).orElse(List.of());
  }

  private Optional<RowReader> reader(String table) {
    Contract contract = Contracts.of(table);
    return DeltaFiles.open(engine, contract.folderIn(home))
        .map(
            files ->
                new RowReader(files, ColumnNames.current(files.schema().fieldNames(), contract)));
  }
}
