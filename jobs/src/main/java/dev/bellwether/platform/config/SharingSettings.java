package dev.bellwether.platform.config;

import java.util.Optional;

/**
 * Who but the owner may read what is published; changes no number.
 *
 * @param group the group of {@code published/}; empty where nobody said, and it stays as it is
 * @param readers who may read it; empty where nobody said
 */
public record SharingSettings(Optional<String> group, Optional<Readers> readers) {

  /** Whether anything is to be set; else folders stay as they are. */
  public boolean isSet() {
    return group.isPresent() || readers.isPresent();
  }

  /** Whom the settings mean: a group that is named and no more is one that may read. */
  public Readers who() {
    return readers.orElse(Readers.GROUP);
  }

  /** Who may read: folders are entered and files read, and nothing is changed but by the owner. */
  public enum Readers {
    OWNER("700"),
    GROUP("750"),
    EVERYBODY("755");

    private final String mode;

    Readers(String mode) {
      this.mode = mode;
    }

    /** The mode of a folder, as chmod takes it. */
    public String mode() {
      return mode;
    }
  }
}
