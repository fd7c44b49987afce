package dev.bellwether.config;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.CombinedConfiguration;
import org.apache.commons.configuration2.MapConfiguration;
import org.apache.commons.configuration2.tree.OverrideCombiner;

/**
 * Layers of values by key; a layer added earlier wins over one added later.
 *
 * <p>Values stay as written: nothing is interpolated here, nothing split.
 */
final class Layers {
  static final String DEFAULT = "default";
  static final String ENVIRONMENT = "environment variable ";

  private final CombinedConfiguration combined = new CombinedConfiguration(new OverrideCombiner());
  private final IdentityHashMap<MapConfiguration, UnaryOperator<String>> origins =
      new IdentityHashMap<>();

  Layers() {
    combined.setInterpolator(null);
  }

  /** Adds a layer that has one origin. */
  Layers with(String origin, Map<String, String> values) {
    return with(key -> origin, values);
  }

  /** Adds a layer whose origin depends on the key. */
  Layers with(UnaryOperator<String> originOfKey, Map<String, String> values) {
    MapConfiguration layer = new MapConfiguration(values);
    layer.setInterpolator(null);
    layer.setTrimmingDisabled(true);
    combined.addConfiguration(layer);
    origins.put(layer, originOfKey);
    return this;
  }

  /** The value in force, as written; none when no layer has the key. */
  Optional<String> value(String key) {
    return Optional.ofNullable(combined.getProperty(key)).map(Object::toString);
  }

  /** Where the value in force was given; {@code default} when no layer has the key. */
  String origin(String key) {
    return combined.containsKey(key) ? origins.get(combined.getSource(key)).apply(key) : DEFAULT;
  }
}
