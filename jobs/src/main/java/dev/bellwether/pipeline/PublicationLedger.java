package dev.bellwether.pipeline;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The publications of a home as rows: the table {@code publication}, written after the row of the
 * run. Where a run was killed before, the manifests tell.
 */
final class PublicationLedger {
  private final Warehouse warehouse;
  private final Set<String> known;

  private PublicationLedger(Warehouse warehouse, Set<String> known) {
    this.warehouse = warehouse;
    this.known = known;
  }

  static PublicationLedger open(Warehouse warehouse) {
    return new PublicationLedger(
        warehouse,
        warehouse.read(Tables.PUBLICATION).select("publication_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** All publications that it tells of, those that were removed since among them. */
  Set<PublicationId> ids() {
    return known.stream().map(PublicationId::parse).collect(Collectors.toUnmodifiableSet());
  }

  /** Records publications, and the runs that made them, which manifests tell of and no row does. */
  void reconcile(Publications publications, RunLedger runs, String source) {
    List<Manifest> untold = new ArrayList<>();
    for (PublicationId id : publications.ids()) {
      if (!known.contains(id.toString())) {
        untold.add(publications.manifest(id));
      }
    }
    Map<String, List<Manifest>> byRun = new TreeMap<>();
    untold.forEach(m -> byRun.computeIfAbsent(m.runId(), run -> new ArrayList<>()).add(m));
    byRun.keySet().removeAll(untold.isEmpty() ? Set.of() : runs.completedIds());
    byRun.values().forEach(manifests -> runs.record(run(manifests, source), List.of()));
    append(untold.stream().map(manifest -> row(manifest, publications)).toList());
  }

  private static RunLedger.Run run(List<Manifest> manifests, String source) {
    Manifest one = manifests.get(0);
    return new RunLedger.Run(
        one.runId(),
        manifests.stream().map(Manifest::asOfDate).distinct().sorted().toList(),
        source,
        RunLedger.PUBLISHED,
        one.publishedAt(),
        one.publishedAt(),
        one.configHash(),
        one.codeVersion(),
        one.observationPoints(),
        "{}",
        "recorded by the next run from its manifests: it was killed after it had published");
  }

  private static Row row(Manifest manifest, Publications publications) {
    return row(
        manifest.id(),
        manifest.runId(),
        manifest.publishedAt(),
        publications.manifestHash(manifest.id()));
  }

  private static Row row(PublicationId id, String runId, Instant at, String manifestHash) {
    LocalDate date = id.asOfDate();
    return RowFactory.create(
        id.toString(), runId, Date.valueOf(date), id.revision(), Timestamp.from(at), manifestHash);
  }

  /** Records what a run published; a date that was only verified has its row already. */
  void record(String runId, Instant now, List<Published> published) {
    append(
        published.stream()
            .filter(one -> !known.contains(one.id().toString()))
            .map(one -> row(one.id(), runId, now, one.manifestHash()))
            .toList());
  }

  private void append(List<Row> rows) {
    warehouse.append(Tables.PUBLICATION, rows);
    rows.forEach(row -> known.add(row.getString(0)));
  }
}
