package dev.bellwether.report;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.publish.ExportedNight;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The tables of a home as a published night may know them; each is read once. */
final class PublishedNight implements NightTables {
  private final HomeTables tables;
  private final LocalDate asOf;
  private final Optional<LocalDate> before;
  private final Map<List<Object>, List<TableRow>> read = new HashMap<>();

  /**
   * @param ofTheRun nights that are about to be published
   */
  PublishedNight(
      String home,
      LocalDate asOf,
      Collection<ExportedNight> ofTheRun,
      Configuration configuration) {
    this.tables = new HomeTables(home, ofTheRun, configuration);
    this.asOf = asOf;
    this.before =
        Stream.concat(
                ofTheRun.stream().map(ExportedNight::asOfDate),
                Publications.read(home, configuration).ids().stream().map(PublicationId::asOfDate))
            .filter(date -> date.isBefore(asOf))
            .max(LocalDate::compareTo);
  }

  @Override
  public LocalDate asOf() {
    return asOf;
  }

  @Override
  public Optional<LocalDate> before() {
    return before;
  }

  @Override
  public List<TableRow> published(String table) {
    return read.computeIfAbsent(List.of(table, asOf), any -> tables.published(table, asOf));
  }

  @Override
  public List<TableRow> publishedBefore(String table) {
    return before
        .map(
            night ->
                read.computeIfAbsent(List.of(table, night), any -> tables.published(table, night)))
        .orElse(List.of());
  }

  @Override
  public List<TableRow> stored(String table, LocalDate from) {
    return Contracts.of(table).isPerAsOfDate()
        ? read.computeIfAbsent(List.of(table, from, asOf), any -> tables.stored(table, from, asOf))
        : read.computeIfAbsent(List.of(table), any -> tables.stored(table));
  }
}
