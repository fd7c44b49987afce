package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command takes: which home, which configuration. */
public final class HomeOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder that holds warehouse and publications (default: data).")
  private String home;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a configuration key for this run; may be repeated.")
  private final List<String> sets = new ArrayList<>();

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Configuration folder (default: conf, or the environment's BELLWETHER_CONF).")
  private Path conf;

  @Option(names = "--stacktrace", description = "Prints where an error came from.")
  private boolean stacktrace;

  @Option(
      names = "--verbose",
      description = "Tells on the standard error what steps do and libraries complain of.")
  void verbose(boolean isVerbose) {
    if (isVerbose) {
      RunLog.beVerbose();
    }
  }

  /** These options with another default home, and settings that win over all layers but --set. */
  public static HomeOptions with(HomeOptions given, String defaultHome, List<String> sets) {
    HomeOptions options = new HomeOptions();
    options.home = given.home == null ? defaultHome : given.home;
    options.conf = given.conf;
    options.stacktrace = given.stacktrace;
    options.sets.addAll(sets);
    options.sets.addAll(given.sets);
    return options;
  }

  /** The home as given, if it was. */
  public Optional<String> home() {
    return Optional.ofNullable(home);
  }

  /** The configuration in force, of a source or of none. */
  public Configuration configuration(Optional<String> source) {
    return configuration(source, Map.of());
  }

  /** The same, with environment variables that count where the process has none of that name. */
  public Configuration configuration(Optional<String> source, Map<String, String> fallback) {
    Map<String, String> environment = new HashMap<>(fallback);
    environment.putAll(System.getenv());
    Configuration configuration =
        Configuration.load(folder(environment), source, environment, sets, home());
    requireUsable(configuration.settings().home());
    return configuration;
  }

  /** Told before anything is written: what cannot be the name of a folder. */
  private static void requireUsable(String home) {
    boolean isUsable = home.chars().noneMatch(Character::isISOControl);
    try {
      new org.apache.hadoop.fs.Path(home);
    } catch (IllegalArgumentException e) {
      isUsable = false;
    }
    if (!isUsable) {
      throw BellwetherException.configuration(
          "home " + home.replaceAll("\\p{Cntrl}", "?") + " cannot be used",
          "it holds a control character, or a colon that makes it read as the scheme of a URI",
          "name another folder, or write ./ before it");
    }
  }

  /** The configuration folder. */
  Path folder() {
    return folder(System.getenv());
  }

  private Path folder(Map<String, String> environment) {
    return conf != null ? conf : Path.of(environment.getOrDefault("BELLWETHER_CONF", "conf"));
  }
}
