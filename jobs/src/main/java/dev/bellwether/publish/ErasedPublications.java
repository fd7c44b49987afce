package dev.bellwether.publish;

import dev.bellwether.ingest.RawReader;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.json.Json;
import dev.bellwether.platform.warehouse.Waypoints;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Publications without the rows of a subject that was erased. What changes is written beside the
 * files that are there; the new manifest makes it count at once, and then the old files go. So a
 * reader who goes by the manifest sees a whole publication at any moment.
 */
public final class ErasedPublications {
  private final SparkSession spark;
  private final Storage storage;
  private final Publications publications;

  public ErasedPublications(SparkSession spark, String home) {
    this.spark = spark;
    this.storage = Storage.of(home, spark.sessionState().newHadoopConf());
    this.publications = new Publications(storage);
  }

  /**
   * Erases in all publications, those that were withdrawn among them. Each manifest says when,
   * since a night that is computed again lacks what was erased, too, and so differs.
   *
   * @return how many publications had rows of the subject
   */
  public int erase(Subject subject, Instant now) {
    new Release(storage).removeLeftovers();
    int concerned = 0;
    for (PublicationId id : publications.allIds()) {
      Manifest manifest = publications.manifest(id);
      Map<String, Manifest.Table> tables = new TreeMap<>();
      manifest
          .tables()
          .forEach((name, table) -> tables.put(name, erased(manifest, name, table, now, subject)));
      boolean isConcerned = !tables.equals(manifest.tables());
      concerned += isConcerned ? 1 : 0;
      // pages, workbooks and digests may name the subject; the command report makes a page anew
      Map<String, Manifest.OtherFile> files = isConcerned ? Map.of() : manifest.files();
      Manifest erased = manifest.erased(tables, files, now);
      storage.write(Publications.manifestPath(id), Json.write(erased));
      Waypoints.pass("after manifest of erased " + id);
      removeOthers(erased);
    }
    new DuckDbViews(storage).write();
    return concerned;
  }

  private Manifest.Table erased(
      Manifest manifest, String name, Manifest.Table table, Instant now, Subject subject) {
    if (table.rows() == 0 || !Contracts.has(name) || !subject.mayBeIn(Contracts.of(name))) {
      return table;
    }
    Contract contract = Contracts.of(name);
    Dataset<Row> rows = read(manifest.id(), table, contract);
    if (!subject.isIn(rows)) {
      return table;
    }
    Dataset<Row> left = subject.without(rows);
    LocalDate date = manifest.asOfDate();
    Content content =
        ContentHash.perDate(List.of(new ContentHash.Source(contract, left)), List.of(date))
            .get(date)
            .get(name);
    return new Manifest.Table(
        content.rows(),
        content.hash(),
        written(manifest, left, contract, content.rows(), now),
        Manifest.Field.of(contract));
  }

  private Dataset<Row> read(PublicationId id, Manifest.Table table, Contract contract) {
    String[] files =
        table.files().stream()
            .map(file -> storage.location(id + "/" + file.path()))
            .map(RawReader::pattern)
            .toArray(String[]::new);
    Dataset<Row> rows = spark.read().parquet(files);
    return ContractColumns.only(ContractColumns.withCurrentNames(rows, contract), contract);
  }

  private List<Manifest.DataFile> written(
      Manifest manifest, Dataset<Row> rows, Contract contract, long count, Instant now) {
    String folder = Release.temporaryFolder("erasure");
    LocalDate date = manifest.asOfDate();
    storage.makeFolder(folder);
    List<String> files =
        new Export(storage, folder).write(rows, contract, Map.of(date, count)).get(date);
    List<String> renamed = new ArrayList<>();
    for (String file : files) {
      String name =
          file.replace("/part-", "/part-" + now.toString().replaceAll("[^0-9]", "") + "-");
      storage.move(folder + "/" + date + "/" + file, manifest.publication() + "/" + name);
      renamed.add(name);
    }
    storage.delete(folder);
    return new FooterCheck(storage)
        .checkWritten(manifest.publication(), renamed, contract, date, count);
  }

  /** Removes what lies in a publication's folder and its manifest does not name. */
  private void removeOthers(Manifest manifest) {
    Set<String> kept = manifest.paths();
    kept.addAll(Publications.NOTES);
    FolderCheck.filesIn(storage, manifest.publication()).stream()
        .filter(file -> !kept.contains(file))
        .forEach(file -> storage.delete(manifest.publication() + "/" + file));
  }

  /** Removes publications before a date, but for the one that is current. */
  public List<PublicationId> removeBefore(LocalDate date) {
    List<PublicationId> old =
        publications.allIds().stream()
            .filter(id -> id.asOfDate().isBefore(date))
            .filter(id -> !publications.current().filter(id::equals).isPresent())
            .toList();
    old.forEach(this::remove);
    new DuckDbViews(storage).write();
    return old;
  }

  /** Without its manifest it is none any more, so that one that is half removed counts nowhere. */
  private void remove(PublicationId id) {
    storage.delete(Publications.manifestPath(id));
    Waypoints.pass("after manifest of removed " + id);
    storage.delete(id.toString());
  }
}
