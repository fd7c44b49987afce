package dev.bellwether.publish;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of a night as files: published, or exported and about to be. */
public final class ExportedNight {
  private final Storage storage;
  private final String folder;
  private final PublicationId id;
  private final Map<String, Manifest.Table> tables;

  ExportedNight(
      Storage storage, String folder, PublicationId id, Map<String, Manifest.Table> tables) {
    this.storage = storage;
    this.folder = folder;
    this.id = id;
    this.tables = Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  static ExportedNight of(Storage storage, Manifest manifest) {
    return new ExportedNight(storage, manifest.publication(), manifest.id(), manifest.tables());
  }

  /** The publication that it is, or is going to be. */
  public PublicationId id() {
    return id;
  }

  /** The as-of date. */
  public LocalDate asOfDate() {
    return id.asOfDate();
  }

  /** Its tables by name. */
  Map<String, Manifest.Table> tables() {
    return tables;
  }

  /** One of its tables, if it has it. */
  public Optional<Manifest.Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** Where one of its files is now. */
  public String location(Manifest.DataFile file) {
    return storage.location(folder + "/" + file.path());
  }
}
