package dev.bellwether.publish;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.Published.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be done for each date: compared with its latest publication, it is new, the same, or
 * changed.
 */
final class PublicationPlan {
  private final Map<LocalDate, PublicationId> ids = new TreeMap<>();
  private final Map<LocalDate, Status> statuses = new TreeMap<>();
  private final Map<LocalDate, Manifest> replaced = new TreeMap<>();

  private PublicationPlan() {}

  /**
   * Compares what tables hold now with what was published of them, and the files that were
   * published with their manifests.
   */
  static PublicationPlan of(
      Publications publications,
      Map<LocalDate, Map<String, Content>> contents,
      PublicationRequest request) {
    boolean republish = request.republish();
    PublicationPlan plan = new PublicationPlan();
    List<String> changes = new ArrayList<>();
    List<String> damages = new ArrayList<>();
    contents.forEach(
        (date, tables) -> {
          Optional<Manifest> latest = publications.latest(date);
          List<String> differences =
              latest
                  .filter(m -> m.erasures().isEmpty() || republish)
                  .map(m -> differences(m, tables))
                  .orElse(List.of());
          changes.addAll(differences);
          List<String> damage =
              differences.isEmpty()
                  ? latest.map(m -> publications.check(m.id()).problems()).orElse(List.of())
                  : List.of();
          damages.addAll(damage);
          plan.add(
              publications.next(date, request.recorded()),
              latest,
              !differences.isEmpty() || !damage.isEmpty());
        });
    if (!changes.isEmpty() && !republish) {
      throw changed(changes);
    }
    if (!damages.isEmpty() && !republish) {
      throw FolderCheck.damaged(damages);
    }
    return plan;
  }

  /** The dates to write, each with its new publication. */
  Map<LocalDate, PublicationId> toWrite() {
    Map<LocalDate, PublicationId> toWrite = new TreeMap<>(ids);
    toWrite.keySet().removeIf(date -> statuses.get(date) == Status.VERIFIED);
    return Collections.unmodifiableMap(toWrite);
  }

  /** The results, once everything was written. */
  List<Published> results(
      Publications publications, Map<LocalDate, Map<String, Content>> contents) {
    List<Published> results = new ArrayList<>();
    ids.forEach(
        (date, id) ->
            results.add(
                new Published(
                    id,
                    statuses.get(date),
                    publications.manifestHash(id),
                    contents.get(date),
                    builtOnEarlier(publications, date))));
    return results;
  }

  private void add(PublicationId next, Optional<Manifest> latest, boolean changed) {
    LocalDate date = next.asOfDate();
    boolean same = latest.isPresent() && !changed;
    ids.put(date, same ? latest.get().id() : next);
    if (changed) {
      replaced.put(date, latest.orElseThrow());
    }
    statuses.put(date, same ? Status.VERIFIED : changed ? Status.REPUBLISHED : Status.PUBLISHED);
  }

  private static List<String> differences(Manifest published, Map<String, Content> tables) {
    SortedSet<String> names = new TreeSet<>(published.tables().keySet());
    names.addAll(tables.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Optional<Content> before =
          Optional.ofNullable(published.tables().get(name)).map(Manifest.Table::content);
      Optional<Content> now = Optional.ofNullable(tables.get(name));
      if (before.isEmpty() || now.isEmpty() || !before.get().sameAs(now.get())) {
        differences.add(
            published.publication()
                + "/"
                + name
                + " ("
                + rows(before)
                + " published, "
                + rows(now)
                + " now)");
      }
    }
    return differences;
  }

  private static String rows(Optional<Content> content) {
    return content
        .map(c -> c.rows() + " rows with hash " + c.hash().substring(0, 8))
        .orElse("no such table");
  }

  private static BellwetherException changed(List<String> changes) {
    return BellwetherException.data(
        "rows differ from what was published: " + String.join(", ", changes),
        "publications are never changed, and since then inputs, settings or code have changed",
        "undo the change, or run with --republish to publish the next revision of these dates");
  }

  // later nights of the same run were computed from the new rows already
  private List<PublicationId> builtOnEarlier(Publications publications, LocalDate date) {
    Manifest earlier = replaced.get(date);
    if (earlier == null) {
      return List.of();
    }
    Map<LocalDate, PublicationId> latest = new TreeMap<>();
    for (PublicationId id : publications.ids()) {
      if (id.asOfDate().isAfter(date) && !ids.containsKey(id.asOfDate())) {
        latest.merge(id.asOfDate(), id, (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
    return latest.values().stream()
        .filter(id -> !publications.manifest(id).publishedAt().isBefore(earlier.publishedAt()))
        .toList();
  }
}
