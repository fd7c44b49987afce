package dev.bellwether.publish;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what lies in a publication's folder with its manifest: each file, byte by byte. */
final class FolderCheck {
  private static final int SHOWN = 10;
  private final Storage storage;
  private final FooterCheck footers;

  FolderCheck(Storage storage) {
    this.storage = storage;
    this.footers = new FooterCheck(storage);
  }

  /** What was found of a publication's files. */
  FilesFound check(PublicationId id, Manifest manifest) {
    List<String> problems = new ArrayList<>();
    Set<String> named = manifest.paths();
    long bytes = 0;
    for (Manifest.Table table : manifest.tables().values()) {
      for (Manifest.DataFile file : table.files()) {
        bytes += file.bytes();
        difference(id, file.path(), file.bytes(), Optional.ofNullable(file.sha256()))
            .or(() -> byFooter(id, table, file))
            .ifPresent(problems::add);
      }
    }
    for (var file : manifest.files().entrySet()) {
      bytes += file.getValue().bytes();
      difference(id, file.getKey(), file.getValue().bytes(), Optional.of(file.getValue().sha256()))
          .ifPresent(problems::add);
    }
    filesIn(storage, id.toString()).stream()
        .filter(path -> !named.contains(path) && !Publications.NOTES.contains(path))
        .map(path -> storage.location(id + "/" + path) + " is not in the manifest")
        .forEach(problems::add);
    return new FilesFound(named.size(), bytes, problems);
  }

  private Optional<String> difference(
      PublicationId id, String file, long bytes, Optional<String> sha256) {
    String path = id + "/" + file;
    if (!storage.exists(path)) {
      return Optional.of(storage.location(path) + " is missing");
    }
    long found = storage.size(path);
    if (found != bytes) {
      return Optional.of(storage.location(path) + " has " + found + " bytes instead of " + bytes);
    }
    return sha256
        .filter(expected -> !expected.equals(storage.sha256(path)))
        .map(expected -> storage.location(path) + " holds other bytes than were published");
  }

  private Optional<String> byFooter(
      PublicationId id, Manifest.Table table, Manifest.DataFile file) {
    if (file.sha256() != null) {
      return Optional.empty();
    }
    try {
      footers.checkPublished(id.toString(), id.asOfDate(), table, file);
      return Optional.empty();
    } catch (BellwetherException e) {
      return Optional.of(e.getMessage().lines().limit(2).reduce((a, b) -> a + ":" + b).get());
    }
  }

  /** The files in a publication's folder, by their paths in it. */
  static List<String> filesIn(Storage storage, String folder) {
    return filesIn(storage, folder, "");
  }

  private static List<String> filesIn(Storage storage, String folder, String prefix) {
    List<String> files = new ArrayList<>();
    for (String name : storage.list(folder)) {
      if (storage.isFolder(folder + "/" + name)) {
        files.addAll(filesIn(storage, folder + "/" + name, prefix + name + "/"));
      } else {
        files.add(prefix + name);
      }
    }
    return files;
  }

  /** The error for published files that are not what their manifests say. */
  static BellwetherException damaged(List<String> problems) {
    String all = String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
    return BellwetherException.data(
        problems.size() > SHOWN ? all + "; and " + (problems.size() - SHOWN) + " more" : all,
        "published files were changed, cut, lost or added after they were published",
        "restore the folder from a backup; or run that night again with --republish, which"
            + " publishes its next revision from the tables");
  }
}
