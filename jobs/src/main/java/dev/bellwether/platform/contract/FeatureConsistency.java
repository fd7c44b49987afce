package dev.bellwether.platform.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether what a contract says of features agrees with its drivers and columns. */
final class FeatureConsistency {
  private FeatureConsistency() {}

  /** Fails with an error that names the file and the column or driver. */
  static void check(YamlNode file, Contract contract) {
    Set<String> unused = new HashSet<>();
    for (Driver driver : contract.drivers()) {
      if (!unused.add(driver.name())) {
        throw file.error("drivers: " + driver.name() + " is there twice");
      }
    }
    Set<String> drivers = Set.copyOf(unused);
    for (Column column : contract.columns()) {
      column.feature().ifPresent(feature -> check(file, column, feature, drivers));
      column.feature().flatMap(FeatureEntry::driver).ifPresent(unused::remove);
    }
    if (!unused.isEmpty()) {
      throw file.error("drivers: no feature belongs to " + List.copyOf(unused));
    }
  }

  private static void check(
      YamlNode file, Column column, FeatureEntry feature, Set<String> drivers) {
    YamlNode place = new YamlNode(file.place() + ", " + column.name(), file.json());
    feature
        .driver()
        .filter(driver -> !drivers.contains(driver))
        .ifPresent(
            driver -> {
              throw place.error("feature: the table's drivers do not include " + driver);
            });
    if (feature.model() && feature.driver().isEmpty()) {
      throw place.error("feature: what a model reads belongs to a driver");
    }
    if (feature.unit() == Unit.TEXT && feature.polarity().isPresent()) {
      throw place.error("feature: a text has no polarity");
    }
  }
}
