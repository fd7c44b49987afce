package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads all layers of one configuration folder and puts them together. */
final class ConfigurationLoader {
  static final String DEFAULTS = "bellwether-defaults.yaml";

  private final ConfFolder files;
  private final Map<String, String> environment;
  private final Interpolation interpolation;
  private final Set<String> stagingTables;
  private final Map<String, ReadableFeature> features;

  /**
   * @param stagingTables the tables that a source may make
   * @param features what measures may read; when empty, any feature passes
   */
  ConfigurationLoader(
      Path folder,
      Map<String, String> environment,
      Set<String> stagingTables,
      Map<String, ReadableFeature> features) {
    this.files = new ConfFolder(folder);
    this.environment = environment;
    this.interpolation = new Interpolation(environment);
    this.stagingTables = stagingTables;
    this.features = features;
  }

  Configuration load(Optional<String> source, List<String> sets, Optional<String> home) {
    Optional<SourceFile> file =
        source.map(name -> SourceFile.read(name, files.source(name), interpolation));
    Values values = new Values(layers(file, sets, home), interpolation);
    Settings settings =
        SettingsReader.read(
            values,
            scorecards(values.get(SettingKeys.HEALTH_SCORECARD)),
            playbook(values.get(SettingKeys.RENEWALS_PLAYBOOK), values));
    return new Configuration(
        settings,
        SettingsReader.alerts(values),
        SettingsReader.sharing(values),
        file.map(
            some ->
                SourceReader.read(
                    some, values, stagingTables, new PartReader(files, interpolation))),
        Stream.concat(SettingKeys.all().stream(), values.hadoop().stream())
            .map(values::shown)
            .toList());
  }

  private Layers layers(Optional<SourceFile> source, List<String> sets, Optional<String> home) {
    Layers layers = new Layers();
    home.ifPresent(given -> layers.with("--home", Map.of(SettingKeys.HOME.key(), given)));
    layers.with("--set", SettingsLayer.ofArguments(sets));
    layers.with(ConfigurationLoader::originOfVariable, EnvironmentVariables.values(environment));
    source.ifPresent(file -> layers.with(file.path().toString(), file.settings()));
    files
        .settings()
        .map(file -> YamlFile.read(file, interpolation))
        .ifPresent(file -> layers.with(file.file(), SettingsLayer.ofSection(file)));
    return layers.with(Layers.DEFAULT, defaults());
  }

  private Map<String, String> defaults() {
    ClassLoader jar = ConfigurationLoader.class.getClassLoader();
    try (InputStream in = jar.getResourceAsStream(DEFAULTS)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsLayer.ofSection(YamlFile.parse(DEFAULTS, text, interpolation));
    } catch (IOException e) {
      throw new UncheckedIOException(DEFAULTS + " in the jar cannot be read", e);
    }
  }

  private Scorecards scorecards(String name) {
    Scorecard main = scorecard(name);
    List<Scorecard> others = new ArrayList<>();
    for (String other : main.rules().stream().map(Scorecard.Rule::scorecard).distinct().toList()) {
      Scorecard scorecard = scorecard(other);
      if (!scorecard.rules().isEmpty()) {
        throw BellwetherException.configuration(
            files.scorecard(other) + ": rules cannot be used",
            "a rule of scorecard " + name + " names it, and one chooses once only",
            "move these rules into " + name);
      }
      others.add(scorecard);
    }
    return new Scorecards(main, others);
  }

  /** Without a playbook of its own a deployment has no plays, unless it names one. */
  private Playbook playbook(String name, Values values) {
    boolean isNamed = !values.isDefault(SettingKeys.RENEWALS_PLAYBOOK);
    return isNamed || files.hasPlaybook(name)
        ? PlaybookReader.read(name, YamlFile.read(files.playbook(name), interpolation))
        : Playbook.NONE;
  }

  private Scorecard scorecard(String name) {
    Section file = YamlFile.read(files.scorecard(name), interpolation);
    return ScorecardReader.read(name, file, features);
  }

  private static String originOfVariable(String key) {
    return Layers.ENVIRONMENT + SettingKeys.ofKey(key).orElseThrow().variable();
  }
}
