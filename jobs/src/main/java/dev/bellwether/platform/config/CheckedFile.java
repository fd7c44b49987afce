package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file of the configuration that its author checks, and all that is wrong with it.
 *
 * @param content what the file says; null when there are errors
 * @param errors what makes it unusable, each with place, reason and fix
 * @param warnings what its author may have missed
 */
public record CheckedFile<T>(T content, List<BellwetherException> errors, List<String> warnings) {
  private static final String YAML = ".yaml";

  public CheckedFile {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Reads what a file says, and tells its problems all that is wrong with it. */
  interface Reader<T> {
    T read(String name, Section content, Problems problems);
  }

  /**
   * Checks a file; what it says is named after it.
   *
   * @param environment all environment variables
   */
  static <T> CheckedFile<T> of(Path file, Map<String, String> environment, Reader<T> reader) {
    Problems problems = new Problems();
    String fileName = file.getFileName().toString();
    String name =
        fileName.endsWith(YAML)
            ? fileName.substring(0, fileName.length() - YAML.length())
            : fileName;
    Section content =
        problems.attempt(() -> YamlFile.read(file, new Interpolation(environment)), null);
    T read = content == null ? null : reader.read(name, content, problems);
    boolean isUsable = problems.found().isEmpty();
    return new CheckedFile<>(isUsable ? read : null, problems.found(), problems.warnings());
  }
}
