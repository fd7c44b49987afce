package dev.bellwether.publish;

import dev.bellwether.platform.contract.Contract;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a publication holds and where it comes from: its {@code manifest.json}.
 *
 * @param publication its id
 * @param asOfDate the last day that its numbers know about
 * @param revision 1 for the first publication of that date
 * @param runId the run that published it
 * @param publishedAt when the run published it
 * @param configHash the hash of the effective configuration
 * @param codeVersion the version of the code
 * @param observationPoints the month-ends that the run computed along
 * @param tables its tables by name
 * @param files what it holds beside them, such as its pages, by path in its folder; none where it
 *     was published before there were any
 * @param erasures when somebody was erased from it or from what it was made of; from then on a
 *     night that is computed again may differ
 */
public record Manifest(
    String publication,
    LocalDate asOfDate,
    int revision,
    String runId,
    Instant publishedAt,
    String configHash,
    String codeVersion,
    List<LocalDate> observationPoints,
    Map<String, Table> tables,
    Map<String, OtherFile> files,
    List<Instant> erasures) {

  public Manifest {
    erasures = erasures == null ? List.of() : List.copyOf(erasures);
    // manifests of earlier versions have none
    observationPoints = observationPoints == null ? List.of() : List.copyOf(observationPoints);
    files = files == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(files));
    tables = tables == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  /** The same with the tables and other files that an erasure left. */
  Manifest erased(Map<String, Table> left, Map<String, OtherFile> filesLeft, Instant now) {
    List<Instant> all = new ArrayList<>(erasures);
    all.add(now);
    return new Manifest(
        publication,
        asOfDate,
        revision,
        runId,
        publishedAt,
        configHash,
        codeVersion,
        observationPoints,
        left,
        filesLeft,
        all);
  }

  /** The paths of all its files in its folder, but for its own. */
  SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>(files.keySet());
    tables.values().forEach(table -> table.files().forEach(file -> paths.add(file.path())));
    return paths;
  }

  /** The id of the publication. */
  public PublicationId id() {
    return new PublicationId(asOfDate, revision);
  }

  /**
   * One published table.
   *
   * @param rows how many rows
   * @param contentHash the hash of its rows (see {@link ContentHash})
   * @param files its files, in order
   * @param schema its columns, in order
   */
  public record Table(long rows, String contentHash, List<DataFile> files, List<Field> schema) {
    public Table {
      files = List.copyOf(files);
      schema = List.copyOf(schema);
    }

    /** What it holds, in brief. */
    public Content content() {
      return new Content(rows, contentHash, 0);
    }
  }

  /**
   * One Parquet file.
   *
   * @param path relative to the publication's folder
   * @param rows how many rows
   * @param bytes its size
   * @param sha256 the hash of its bytes; null where it was published before that was kept
   */
  public record DataFile(String path, long rows, long bytes, String sha256) {}

  /**
   * One file that is no table.
   *
   * @param bytes its size
   * @param sha256 the hash of its bytes
   */
  public record OtherFile(long bytes, String sha256) {}

  /**
   * One column.
   *
   * @param name its name
   * @param type its Spark type
   */
  public record Field(String name, String type) {

    /** The columns of a contract. */
    static List<Field> of(Contract contract) {
      return contract.columns().stream()
          .map(column -> new Field(column.name(), column.type().catalogString()))
          .toList();
    }

    @Override
    public String toString() {
      return name + " " + type;
    }
  }
}
