package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.FeatureEntry;
import dev.bellwether.platform.contract.Polarity;
import java.util.Optional;

/**
 * What a scorecard must know of a column of account_features to read it.
 *
 * @param kind what kind of values it has
 * @param polarity whether more of it is better; empty where only the scorecard can say
 */
record ReadableFeature(FeatureKind kind, Optional<Polarity> polarity) {

  static ReadableFeature of(Column column) {
    return new ReadableFeature(
        FeatureKind.of(column.type()), column.feature().flatMap(FeatureEntry::polarity));
  }
}
