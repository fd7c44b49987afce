package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration in force, and where each value came from.
 *
 * @param settings the validated settings, scorecard included
 * @param alerts who is told of what; no part of the settings, since it changes no number
 * @param sharing who may read what is published; no part of the settings for the same reason
 * @param source the source, when one was named
 * @param values every setting as shown, with its origin; secrets are masked
 */
public record Configuration(
    Settings settings,
    AlertSettings alerts,
    SharingSettings sharing,
    Optional<Source> source,
    List<EffectiveValue> values) {

  private static final String FEATURES = "account_features";

  public Configuration {
    values = List.copyOf(values);
  }

  /**
   * Loads the configuration. Later layers win: defaults, {@code bellwether.yaml}, the source's
   * {@code settings}, environment variables {@code BELLWETHER_*}, {@code --set}, {@code --home}.
   *
   * @param folder the configuration folder; {@code bellwether.yaml} in it may be absent
   * @param source the name of the source to read, if any
   * @param environment all environment variables
   * @param sets arguments of {@code --set}, each {@code key=value}
   * @param home the argument of {@code --home}, if given
   * @throws dev.bellwether.platform.errors.BellwetherException when a user's input is wrong
   */
  public static Configuration load(
      Path folder,
      Optional<String> source,
      Map<String, String> environment,
      List<String> sets,
      Optional<String> home) {
    return new ConfigurationLoader(folder, environment, stagingTables(), features())
        .load(source, sets, home);
  }

  private static Set<String> stagingTables() {
    Set<String> names = new TreeSet<>();
    Contracts.all().stream()
        .filter(contract -> contract.layer().equals("staging"))
        .forEach(contract -> names.add(contract.name()));
    return names;
  }

  /** The columns of account_features, which scorecards may read; none when it has no contract. */
  static Map<String, ReadableFeature> features() {
    if (!Contracts.has(FEATURES)) {
      return Map.of();
    }
    Contract contract = Contracts.of(FEATURES);
    Map<String, ReadableFeature> features = new TreeMap<>();
    contract.columns().forEach(column -> features.put(column.name(), ReadableFeature.of(column)));
    contract.key().forEach(features::remove);
    return features;
  }
}
