package dev.bellwether.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.ConfigurationUtils;
import org.apache.commons.configuration2.ImmutableConfiguration;
import org.apache.commons.configuration2.MapConfiguration;

/**
 * Layers of values by key; a layer added earlier wins over one added later.
 *
 * <p>Values stay as written: nothing is interpolated here, nothing split. Commons Configuration's
 * CombinedConfiguration is not used, since it forgets the origin of keys that several layers have.
 */
final class Layers {
  static final String DEFAULT = "default";
  static final String ENVIRONMENT = "environment variable ";

  private final List<Layer> layers = new ArrayList<>();

  private record Layer(UnaryOperator<String> originOfKey, ImmutableConfiguration values) {}

  /** Adds a layer that has one origin. */
  Layers with(String origin, Map<String, String> values) {
    return with(key -> origin, values);
  }

  /** Adds a layer whose origin depends on the key. */
  Layers with(UnaryOperator<String> originOfKey, Map<String, String> values) {
    MapConfiguration layer = new MapConfiguration(values);
    layer.setTrimmingDisabled(true);
    layers.add(new Layer(originOfKey, ConfigurationUtils.unmodifiableConfiguration(layer)));
    return this;
  }

  /** The value in force, as written; none when no layer has the key. */
  Optional<String> value(String key) {
    return layerOf(key).map(layer -> layer.values().getProperty(key).toString());
  }

  /** Where the value in force was given; {@code default} when no layer has the key. */
  String origin(String key) {
    return layerOf(key).map(layer -> layer.originOfKey().apply(key)).orElse(DEFAULT);
  }

  /** The keys that any layer has, sorted. */
  NavigableSet<String> keys() {
    NavigableSet<String> keys = new TreeSet<>();
    layers.forEach(layer -> layer.values().getKeys().forEachRemaining(keys::add));
    return keys;
  }

  private Optional<Layer> layerOf(String key) {
    return layers.stream().filter(layer -> layer.values().containsKey(key)).findFirst();
  }
}
