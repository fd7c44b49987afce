package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that is wrong with a playbook's file.
 *
 * @param playbook the playbook; null when there are errors
 * @param errors what makes it unusable, each with place, reason and fix
 */
public record PlaybookCheck(Playbook playbook, List<BellwetherException> errors) {
  private static final String YAML = ".yaml";

  public PlaybookCheck {
    errors = List.copyOf(errors);
  }

  /**
   * Checks a file.
   *
   * @param environment all environment variables
   */
  public static PlaybookCheck of(Path file, Map<String, String> environment) {
    Problems problems = new Problems();
    String fileName = file.getFileName().toString();
    String name =
        fileName.endsWith(YAML)
            ? fileName.substring(0, fileName.length() - YAML.length())
            : fileName;
    Section content =
        problems.attempt(() -> YamlFile.read(file, new Interpolation(environment)), null);
    if (content == null) {
      return new PlaybookCheck(null, problems.found());
    }
    Playbook playbook = new PlaybookReader(name, content, problems).read();
    return new PlaybookCheck(problems.found().isEmpty() ? playbook : null, problems.found());
  }
}
