package dev.bellwether.platform.config;

import java.nio.file.Path;
import java.util.Map;

/** Finds all that is wrong with a playbook's file. */
public final class PlaybookCheck {
  private PlaybookCheck() {}

  /**
   * Checks a file.
   *
   * @param environment all environment variables
   */
  public static CheckedFile<Playbook> of(Path file, Map<String, String> environment) {
    return CheckedFile.of(
        file,
        environment,
        (name, content, problems) -> new PlaybookReader(name, content, problems).read());
  }
}
