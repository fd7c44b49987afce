package dev.bellwether.publish;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.platform.warehouse.Warehouse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a home has published. Every call looks anew; a folder without a manifest is the rest of a
 * run that was killed and does not count.
 */
public final class Publications {
  static final String CURRENT = "current.json";

  /** What lies in a publication's folder beside the files that its manifest names. */
  static final Set<String> NOTES = Set.of("manifest.json", "withdrawn.json");

  private final Storage storage;

  Publications(Storage storage) {
    this.storage = storage;
  }

  /** The publications of a home, whose files are reached as its Spark reaches them. */
  public static Publications read(Warehouse warehouse) {
    return read(warehouse.home(), warehouse.hadoop());
  }

  /** The publications of a home, whose files are reached by this configuration. */
  public static Publications read(String home, Configuration configuration) {
    return new Publications(Storage.of(home, configuration));
  }

  /** What readers are to read: the content of {@code current.json}. */
  public record Current(String publication, LocalDate asOfDate, int revision) {
    static Current of(PublicationId id) {
      return new Current(id.toString(), id.asOfDate(), id.revision());
    }

    /** The id of the publication. */
    public PublicationId id() {
      return new PublicationId(asOfDate, revision);
    }
  }

  /** The publication that readers are to read, once there is one. */
  public Optional<PublicationId> current() {
    if (!storage.exists(CURRENT)) {
      return Optional.empty();
    }
    Current current = Json.read(storage.location(CURRENT), storage.read(CURRENT), Current.class);
    if (current.asOfDate() == null || !current.id().toString().equals(current.publication())) {
      throw BellwetherException.data(
          storage.location(CURRENT) + " names no publication",
          "it holds " + current,
          "restore it from a backup, or delete it: the next run writes it anew");
    }
    return Optional.of(current.id());
  }

  /** All publications that stand, by date and revision: those that were withdrawn are left out. */
  public List<PublicationId> ids() {
    return allIds().stream().filter(id -> !isWithdrawn(id)).toList();
  }

  /** All publications, those that were withdrawn among them. */
  public List<PublicationId> allIds() {
    return storage.list("").stream()
        .flatMap(name -> PublicationId.find(name).stream())
        .filter(id -> storage.exists(manifestPath(id)))
        .sorted()
        .toList();
  }

  /**
   * That a publication does not count any more: its {@code withdrawn.json}.
   *
   * @param publication the publication
   * @param withdrawnAt when it was withdrawn
   * @param reason why
   */
  public record Withdrawal(String publication, Instant withdrawnAt, String reason) {}

  /** Whether a publication was withdrawn. */
  public boolean isWithdrawn(PublicationId id) {
    return storage.exists(withdrawalPath(id));
  }

  /** The publications that were withdrawn, with when and why. */
  public List<Withdrawal> withdrawals() {
    return allIds().stream()
        .filter(this::isWithdrawn)
        .map(Publications::withdrawalPath)
        .map(path -> Json.read(storage.location(path), storage.read(path), Withdrawal.class))
        .toList();
  }

  /** The dates of which no publication stands, though there were some. */
  public Set<LocalDate> withdrawnDates() {
    Set<LocalDate> dates = new TreeSet<>();
    allIds().stream().filter(this::isWithdrawn).forEach(id -> dates.add(id.asOfDate()));
    ids().forEach(id -> dates.remove(id.asOfDate()));
    return dates;
  }

  /**
   * Withdraws a publication: its files stay, and readers are pointed to the latest that stands.
   *
   * @throws BellwetherException when there is no such publication
   */
  public void withdraw(PublicationId id, String reason, Instant now) {
    if (!allIds().contains(id)) {
      throw BellwetherException.configuration(
          "there is no publication " + id,
          "published are " + (ids().isEmpty() ? "none" : ids().toString()),
          "name one of them: ./bellwether publication list");
    }
    if (!isWithdrawn(id)) {
      storage.write(withdrawalPath(id), Json.write(new Withdrawal(id.toString(), now, reason)));
    }
    pointToLatest();
  }

  /** Points readers to the latest publication that stands, where they are not yet. */
  public void pointToLatest() {
    new Release(storage).pointToLatest();
  }

  /** The manifests of all publications that stand, by date and revision. */
  public List<Manifest> manifests() {
    return ids().stream().map(this::manifest).toList();
  }

  /** The manifest of a publication that exists. */
  public Manifest manifest(PublicationId id) {
    String path = manifestPath(id);
    Manifest manifest = Json.read(storage.location(path), storage.read(path), Manifest.class);
    if (manifest.asOfDate() == null || !manifest.id().equals(id)) {
      throw BellwetherException.data(
          storage.location(path) + " is not the manifest of " + id,
          "it is one of " + manifest.publication() + ", or only a part of one",
          "restore the folder from a backup, or run that night again with --republish");
    }
    return manifest;
  }

  /** SHA-256 of a manifest's text. */
  public String manifestHash(PublicationId id) {
    return Sha256.of(storage.read(manifestPath(id)));
  }

  /** The latest revision of a date, if it was published. */
  public Optional<Manifest> latest(LocalDate date) {
    return ofDate(date).stream().max(Comparator.naturalOrder()).map(this::manifest);
  }

  /** The first publication of a date, which the track record judges, if it was published. */
  public Optional<Manifest> first(LocalDate date) {
    return ofDate(date).stream().min(Comparator.naturalOrder()).map(this::manifest);
  }

  /** The tables of a date's latest publication, if it was published. */
  public Optional<ExportedNight> night(LocalDate date) {
    return latest(date).map(manifest -> ExportedNight.of(storage, manifest));
  }

  /** The tables of the current publication, once there is one. */
  public Optional<ExportedNight> currentNight() {
    return current().map(this::manifest).map(manifest -> ExportedNight.of(storage, manifest));
  }

  /** A file of a publication, as browsers and others name it, if its manifest names it. */
  public Optional<String> location(PublicationId id, String path) {
    return manifest(id).files().containsKey(path)
        ? Optional.of(storage.link(id + "/" + path))
        : Optional.empty();
  }

  /** Compares a publication's files with its manifest. */
  public FilesFound check(PublicationId id) {
    return new FolderCheck(storage).check(id, manifest(id));
  }

  /**
   * Checks that a publication's files still are what its manifest says.
   *
   * @throws BellwetherException that names each file that is missing, was changed or is one too
   *     many
   */
  public void checkFiles(PublicationId id) {
    List<String> problems = check(id).problems();
    if (!problems.isEmpty()) {
      throw FolderCheck.damaged(problems);
    }
  }

  /** What does not belong into the published folder, a sentence each; none where all is well. */
  public List<String> oddities() {
    List<String> odd = new ArrayList<>();
    for (String name : storage.list("")) {
      if (PublicationId.find(name).isPresent()) {
        if (!storage.exists(name + "/manifest.json")) {
          odd.add(
              storage.location(name)
                  + " has no manifest.json: a run was killed here, and the next one removes it; or"
                  + " its manifest was lost, and it is to be restored before the next run");
        }
      } else if (!List.of(CURRENT, "current", DuckDbViews.FILE).contains(name)
          && !Release.isTemporary(name)) {
        odd.add(storage.location(name) + " is nothing that Bellwether made: move it elsewhere");
      }
    }
    return odd;
  }

  private static String withdrawalPath(PublicationId id) {
    return id + "/withdrawn.json";
  }

  static String manifestPath(PublicationId id) {
    return id + "/manifest.json";
  }

  private List<PublicationId> ofDate(LocalDate date) {
    return allOfDate(date).filter(id -> !isWithdrawn(id)).toList();
  }

  private Stream<PublicationId> allOfDate(LocalDate date) {
    return storage.list("").stream()
        .filter(name -> name.startsWith(date.toString()))
        .flatMap(name -> PublicationId.find(name).stream())
        .filter(id -> storage.exists(manifestPath(id)));
  }

  /**
   * The revision that the next publication of a date gets: no name is given twice.
   *
   * @param recorded publications of before, those that were removed since among them
   */
  PublicationId next(LocalDate date, Set<PublicationId> recorded) {
    return Stream.concat(
            allOfDate(date), recorded.stream().filter(id -> id.asOfDate().equals(date)))
        .max(Comparator.naturalOrder())
        .orElse(new PublicationId(date, 0))
        .next();
  }
}
