package dev.bellwether.publish;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.platform.warehouse.Waypoints;
import java.util.List;
import java.util.Optional;

/**
 * Makes checked publications visible: folders first, each with its manifest as its last file, then
 * {@code current.json}, which moves forward only, and the views over what stands.
 */
final class Release {
  private static final String TEMPORARY = ".building-";
  private final Storage storage;
  private final Publications publications;

  Release(Storage storage) {
    this.storage = storage;
    this.publications = new Publications(storage);
  }

  /** The folder in which a run prepares its publications. */
  static String temporaryFolder(String runId) {
    return TEMPORARY + runId;
  }

  /** Whether a name is that of something that a run is at work on, or left when it was killed. */
  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY) || (name.startsWith(".") && name.endsWith(".new"));
  }

  /**
   * Removes what a killed run left: temporary folders, and publications without a manifest. Where
   * no lock keeps other runs out, what was written within a day is left, since a run may be at work
   * on it.
   *
   * @throws BellwetherException when another run may be publishing just now
   */
  void removeLeftovers() {
    List<PublicationId> complete = publications.allIds();
    for (String name : storage.list("")) {
      Optional<PublicationId> id = PublicationId.find(name);
      boolean isUnfinished = id.isPresent() && !complete.contains(id.get());
      if (isUnfinished && storage.mayBeAtWork(name)) {
        throw beingPublished(name);
      }
      if (isUnfinished || (name.startsWith(TEMPORARY) && !storage.mayBeAtWork(name))) {
        storage.delete(name);
      }
    }
  }

  private BellwetherException beingPublished(String name) {
    return BellwetherException.busy(
        storage.location(name) + " is not finished",
        "another run is publishing it, or was killed at that within the last day",
        "try again when that run has ended; if it was killed, delete the folder and run again");
  }

  /** Moves a prepared folder to its name and completes it with its manifest. */
  void complete(String prepared, Manifest manifest) {
    storage.move(prepared, manifest.publication());
    Waypoints.pass("after renaming of " + manifest.publication());
    storage.write(Publications.manifestPath(manifest.id()), Json.write(manifest));
    Waypoints.pass("after manifest of " + manifest.publication());
  }

  /** Makes the latest of these publications current, unless a later one already is. */
  void makeCurrent(PublicationId latest, Optional<PublicationId> startedFrom) {
    requireCurrent(startedFrom);
    if (startedFrom.isEmpty() || startedFrom.get().compareTo(latest) < 0) {
      pointTo(latest);
    }
    new DuckDbViews(storage).write();
  }

  /** Makes the latest publication that stands current: after a withdrawal, or a kill before it. */
  void pointToLatest() {
    Optional<PublicationId> latest = publications.ids().stream().max(PublicationId::compareTo);
    if (latest.isEmpty()) {
      storage.delete("current");
      storage.delete(Publications.CURRENT);
    } else if (!publications.current().equals(latest)) {
      pointTo(latest.get());
    }
    new DuckDbViews(storage).write();
  }

  private void pointTo(PublicationId latest) {
    storage.write(Publications.CURRENT, Json.write(Publications.Current.of(latest)));
    Waypoints.pass("after current.json");
    storage.link("current", latest.toString());
  }

  /** Fails unless the current publication still is the one that the run began with. */
  void requireCurrent(Optional<PublicationId> startedFrom) {
    Optional<PublicationId> current = publications.current();
    if (!current.equals(startedFrom)) {
      throw BellwetherException.data(
          "the current publication is " + name(current) + ", not " + name(startedFrom),
          "another run published into this home while this one was at work",
          "let only one run write to a home at a time, then run again");
    }
  }

  private static String name(Optional<PublicationId> id) {
    return id.map(PublicationId::toString).orElse("none");
  }
}
