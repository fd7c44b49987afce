package dev.bellwether.publish;

import java.util.Collection;

/**
 * Makes what a publication holds beside its tables, such as its pages, before anything of it is
 * visible; when that fails, nothing is published.
 */
@FunctionalInterface
public interface NightFiles {
  /** No files. */
  NightFiles NONE = (night, ofTheRun, files) -> {};

  /** Takes the files that are made. */
  @FunctionalInterface
  interface Sink {
    /**
     * Adds a file.
     *
     * @param path relative to the publication's folder
     */
    void add(String path, byte[] content);
  }

  /**
   * Makes the files of a night. Equal tables give equal bytes.
   *
   * @param night the night
   * @param ofTheRun all nights that become visible together with it
   */
  void make(ExportedNight night, Collection<ExportedNight> ofTheRun, Sink files);
}
