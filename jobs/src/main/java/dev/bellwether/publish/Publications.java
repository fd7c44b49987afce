package dev.bellwether.publish;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.json.Json;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What a home has published. Every call looks anew; a folder without a manifest is the rest of a
 * run that was killed and does not count.
 */
public final class Publications {
  static final String CURRENT = "current.json";
  private final Storage storage;

  Publications(Storage storage) {
    this.storage = storage;
  }

  /** The publications of a home, which is a path or a URI. */
  public static Publications read(String home) {
    return new Publications(Storage.of(home, new Configuration()));
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
    return storage.exists(CURRENT)
        ? Optional.of(
            Json.read(storage.location(CURRENT), storage.read(CURRENT), Current.class).id())
        : Optional.empty();
  }

  /** All publications, by date and revision. */
  public List<PublicationId> ids() {
    return storage.list("").stream()
        .flatMap(name -> PublicationId.find(name).stream())
        .filter(id -> storage.exists(manifestPath(id)))
        .sorted()
        .toList();
  }

  /** The manifests of all publications, by date and revision. */
  public List<Manifest> manifests() {
    return ids().stream().map(this::manifest).toList();
  }

  /** The manifest of a publication that exists. */
  public Manifest manifest(PublicationId id) {
    String path = manifestPath(id);
    return Json.read(storage.location(path), storage.read(path), Manifest.class);
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

  /** Where a published file is, as Spark and others name it. */
  public String location(PublicationId id, String path) {
    return storage.location(id + "/" + path);
  }

  /**
   * Checks that a publication's files still are what its manifest says.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when a file is missing or was
   *     changed
   */
  public void checkFiles(PublicationId id) {
    Manifest manifest = manifest(id);
    FooterCheck check = new FooterCheck(storage, new Configuration());
    manifest
        .tables()
        .values()
        .forEach(table -> check.checkPublished(id.toString(), manifest.asOfDate(), table));
  }

  static String manifestPath(PublicationId id) {
    return id + "/manifest.json";
  }

  private List<PublicationId> ofDate(LocalDate date) {
    return storage.list("").stream()
        .filter(name -> name.startsWith(date.toString()))
        .flatMap(name -> PublicationId.find(name).stream())
        .filter(id -> storage.exists(manifestPath(id)))
        .toList();
  }
}
