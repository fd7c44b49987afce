package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the files of a configuration folder are. */
final class ConfFolder {
  /** What names of scorecards and sources may be: nothing that leads out of their folder. */
  static final String NAMES =
      "a name of letters, digits, '_', '-' and '.', a letter or digit first";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final String YAML = ".yaml";

  private final Path folder;

  ConfFolder(Path folder) {
    this.folder = folder;
  }

  static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name");
    }
    return name;
  }

  /** The deployment's settings, if it has any. */
  Optional<Path> settings() {
    return Optional.of(folder.resolve("bellwether" + YAML)).filter(Files::exists);
  }

  /** The file of a scorecard. */
  Path scorecard(String name) {
    Path scorecards = folder.resolve("scorecards");
    return existing(
        "scorecard", name, scorecards.resolve(name + YAML), () -> scorecardsIn(scorecards));
  }

  /** The file of a playbook. */
  Path playbook(String name) {
    Path playbooks = folder.resolve("playbooks");
    return existing("playbook", name, playbooks.resolve(name + YAML), () -> yamlsIn(playbooks));
  }

  boolean hasPlaybook(String name) {
    return Files.exists(folder.resolve("playbooks").resolve(name + YAML));
  }

  /** The names of the scorecards in a folder. */
  static List<String> scorecardsIn(Path folder) {
    return yamlsIn(folder);
  }

  private static List<String> yamlsIn(Path folder) {
    return names(folder, file -> file.toString().endsWith(YAML), ConfFolder::withoutYaml);
  }

  /** The file of a source. */
  Path source(String name) {
    Path sources = folder.resolve("sources");
    return existing(
        "source",
        name,
        sources.resolve(name).resolve("source" + YAML),
        () -> names(sources, file -> Files.exists(file.resolve("source" + YAML)), file -> file));
  }

  /** The file of a preset: a part that sources include. */
  Path preset(String name) {
    Path presets = folder.resolve("sources").resolve("presets");
    return existing("preset", name, presets.resolve(name + YAML), () -> yamlsIn(presets));
  }

  private static Path existing(String kind, String name, Path file, Supplier<List<String>> others) {
    if (!NAME.matcher(name).matches()) {
      throw BellwetherException.configuration(
          "\"" + name + "\" cannot name a " + kind, "it must be " + NAMES, "give its plain name");
    }
    if (!Files.exists(file)) {
      throw BellwetherException.configuration(
          "there is no " + kind + " " + name,
          file + " does not exist",
          Nearest.advice(name, others.get()));
    }
    return file;
  }

  private static List<String> names(
      Path parent, Predicate<Path> wanted, Function<String, String> naming) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(wanted)
          .map(file -> naming.apply(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw BellwetherException.configuration(
              parent + " cannot be listed", e.toString(), "check that you may read it")
          .causedBy(e);
    }
  }

  private static String withoutYaml(String file) {
    return file.substring(0, file.length() - YAML.length());
  }
}
