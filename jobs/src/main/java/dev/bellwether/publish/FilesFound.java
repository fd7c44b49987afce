package dev.bellwether.publish;

import java.util.List;

/**
 * What was found of a publication's files.
 *
 * @param files how many its manifest names
 * @param bytes their sizes together, by the manifest
 * @param problems each file that is missing, was changed or is one too many, a sentence each
 */
public record FilesFound(int files, long bytes, List<String> problems) {
  public FilesFound {
    problems = List.copyOf(problems);
  }
}
