package dev.bellwether.pipeline;

import dev.bellwether.ingest.ArrivalRepair;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Takes publications back: afterwards a home goes on as if that night had not been published.
 *
 * <p>The mark in the published folder comes first and the row of {@code publication_withdrawal}
 * last; what a kill leaves undone between them, the next run does.
 */
public final class Withdrawals {
  private Withdrawals() {}

  /**
   * Withdraws a publication, under the home's lock.
   *
   * @return the earlier revision of that night which stands again, if one does: the tables hold its
   *     rows once that night is run again
   */
  public static Optional<PublicationId> withdraw(
      Warehouse warehouse, PublicationId id, String reason, Instant now) {
    try (HomeLock held = HomeLock.take(warehouse.home(), warehouse.hadoop())) {
      Publications publications = Publications.read(warehouse);
      publications.withdraw(id, reason, now);
      settle(warehouse, publications);
      return publications.latest(id.asOfDate()).map(Manifest::id).filter(one -> isAfter(id, one));
    }
  }

  private static boolean isAfter(PublicationId id, PublicationId other) {
    return id.compareTo(other) > 0;
  }

  /** Does what withdrawals ask for and was not done yet. */
  static void settle(Warehouse warehouse, Publications publications) {
    List<Publications.Withdrawal> withdrawals = publications.withdrawals();
    if (withdrawals.isEmpty()) {
      return;
    }
    Set<String> settled =
        warehouse
            .read(Tables.PUBLICATION_WITHDRAWAL)
            .select("publication_id")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    for (Publications.Withdrawal withdrawal : withdrawals) {
      if (!settled.contains(withdrawal.publication())) {
        settle(warehouse, publications, withdrawal);
      }
    }
  }

  private static void settle(
      Warehouse warehouse, Publications publications, Publications.Withdrawal withdrawal) {
    PublicationId id = PublicationId.parse(withdrawal.publication());
    Manifest withdrawn = publications.manifest(id);
    Rollups.invalidate(warehouse);
    ArrivalRepair.afterWithdrawal(
        warehouse, withdrawn.runId(), id.asOfDate(), standing(publications));
    forget(warehouse, forgotten(publications, withdrawn));
    Row row =
        RowFactory.create(
            withdrawal.publication(),
            Timestamp.from(withdrawal.withdrawnAt()),
            withdrawal.reason());
    warehouse.append(Tables.PUBLICATION_WITHDRAWAL, List.of(row));
  }

  /** When the publications that stand were published, by as-of date. */
  private static Map<LocalDate, Instant> standing(Publications publications) {
    Map<LocalDate, Instant> standing = new TreeMap<>();
    publications
        .manifests()
        .forEach(
            manifest ->
                standing.merge(
                    manifest.asOfDate(),
                    manifest.publishedAt(),
                    (one, other) -> one.isBefore(other) ? one : other));
    return standing;
  }

  /** The dates that only the withdrawn publication, or its run, has computed. */
  private static Set<LocalDate> forgotten(Publications publications, Manifest withdrawn) {
    List<Manifest> standing = publications.manifests();
    Set<LocalDate> dates = new TreeSet<>(Set.of(withdrawn.asOfDate()));
    if (standing.stream().noneMatch(m -> m.runId().equals(withdrawn.runId()))) {
      dates.addAll(withdrawn.observationPoints());
    }
    standing.forEach(
        manifest -> {
          dates.remove(manifest.asOfDate());
          dates.removeAll(manifest.observationPoints());
        });
    return dates;
  }

  private static void forget(Warehouse warehouse, Set<LocalDate> dates) {
    for (Contract contract : Contracts.all()) {
      boolean isLedger = contract.layer().equals("ops");
      if (!dates.isEmpty() && !isLedger && warehouse.exists(contract.name())) {
        forget(warehouse, contract, dates);
      }
    }
  }

  /** Months are made of the dates that end them. */
  private static void forget(Warehouse warehouse, Contract contract, Set<LocalDate> dates) {
    Dataset<Row> none =
        warehouse.spark().createDataFrame(List.of(), warehouse.read(contract.name()).schema());
    if (contract.isPerAsOfDate()) {
      warehouse.replaceDates(contract.name(), none, dates);
    } else if (contract.partitionedBy().equals(List.of("month"))) {
      warehouse.replaceWhere(
          contract.name(),
          none,
          "month",
          dates.stream().map(date -> "DATE'" + date + "'").toList());
    }
  }
}
