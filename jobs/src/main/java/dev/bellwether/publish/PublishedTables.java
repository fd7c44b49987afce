package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * The tables of what was published, by name: folders that are named, not found by a pattern, so
 * that no night counts twice, by a revision or by the link {@code current}.
 */
public final class PublishedTables {
  private final Storage storage;
  private final Publications publications;

  private PublishedTables(Storage storage) {
    this.storage = storage;
    this.publications = new Publications(storage);
  }

  /** The tables that a home, which is a path or a URI, has published; none before its first run. */
  public static List<PublishedTable> of(String home, Configuration configuration) {
    return of(Storage.of(home, configuration));
  }

  static List<PublishedTable> of(Storage storage) {
    return new PublishedTables(storage).all();
  }

  private List<PublishedTable> all() {
    List<PublicationId> nights = latestRevisions();
    if (nights.isEmpty()) {
      return List.of();
    }
    Manifest last = publications.manifest(nights.get(nights.size() - 1));
    return nightsOfTables(nights).entrySet().stream()
        .map(entry -> table(Contracts.of(entry.getKey()), entry.getValue(), last))
        .toList();
  }

  /** By date. */
  private List<PublicationId> latestRevisions() {
    Map<LocalDate, PublicationId> latest = new TreeMap<>();
    BinaryOperator<PublicationId> later = BinaryOperator.maxBy(PublicationId::compareTo);
    publications.ids().forEach(id -> latest.merge(id.asOfDate(), id, later));
    return List.copyOf(latest.values());
  }

  private Map<String, List<PublicationId>> nightsOfTables(List<PublicationId> nights) {
    Map<String, List<PublicationId>> holding = new TreeMap<>();
    for (PublicationId night : nights) {
      storage.list(night.toString()).stream()
          .filter(Contracts::has)
          .forEach(table -> holding.computeIfAbsent(table, some -> new ArrayList<>()).add(night));
    }
    return holding;
  }

  private PublishedTable table(Contract contract, List<PublicationId> nights, Manifest last) {
    Optional<Manifest.Table> current = Optional.ofNullable(last.tables().get(contract.name()));
    return new PublishedTable(
        contract,
        nights.stream().map(night -> folder(night, contract)).toList(),
        current.map(table -> folder(last.id(), contract)),
        current.map(table -> present(contract, table)).orElse(List.of()));
  }

  private static List<Column> present(Contract contract, Manifest.Table table) {
    List<String> names = table.schema().stream().map(Manifest.Field::name).toList();
    return contract.columns().stream().filter(column -> names.contains(column.name())).toList();
  }

  private String folder(PublicationId night, Contract contract) {
    return storage.location(night + "/" + contract.name());
  }
}
