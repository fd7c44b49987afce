package dev.bellwether.features;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Driver;
import dev.bellwether.platform.contract.FeatureEntry;
import dev.bellwether.platform.contract.Polarity;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.contract.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is said of each feature, to people and to models, by its entry in the contract of
 * account_features: nothing else knows features by name.
 */
public final class FeatureCatalogue {
  private static final FeatureCatalogue OF_ACCOUNTS =
      new FeatureCatalogue(Contracts.of(Tables.ACCOUNT_FEATURES));

  private final Contract contract;
  private final Map<String, FeatureEntry> entries;
  private final Map<String, Driver> drivers;

  /** The catalogue of a contract's features. */
  FeatureCatalogue(Contract contract) {
    this.contract = contract;
    this.entries =
        contract.columns().stream()
            .filter(column -> column.feature().isPresent())
            .collect(Collectors.toMap(Column::name, column -> column.feature().orElseThrow()));
    this.drivers =
        contract.drivers().stream().collect(Collectors.toMap(Driver::name, Function.identity()));
  }

  /** The features of accounts. */
  public static FeatureCatalogue ofAccounts() {
    return OF_ACCOUNTS;
  }

  /** The numbers and flags that churn models may read, in the contract's order. */
  public List<String> numbersOfModels() {
    return ofModels(unit -> unit != Unit.TEXT);
  }

  /** The texts that churn models may read, in the contract's order. */
  public List<String> textsOfModels() {
    return ofModels(unit -> unit == Unit.TEXT);
  }

  private List<String> ofModels(Predicate<Unit> wanted) {
    return contract.columnNames().stream()
        .filter(entries::containsKey)
        .filter(name -> entries.get(name).model() && wanted.test(entries.get(name).unit()))
        .toList();
  }

  /** The driver of churn that a feature belongs to. */
  public Driver driver(String feature) {
    FeatureEntry entry = entries.get(feature);
    if (entry == null || entry.driver().isEmpty()) {
      throw new IllegalStateException("no driver has the feature " + feature);
    }
    return drivers.get(entry.driver().get());
  }

  /** The name of the driver that a feature belongs to; empty where it belongs to none. */
  public Optional<String> driverName(String feature) {
    return Optional.ofNullable(entries.get(feature)).flatMap(FeatureEntry::driver);
  }

  /** Whether a feature tells a move by itself, such as a change of users in percent. */
  public boolean isMove(String feature) {
    FeatureEntry entry = entries.get(feature);
    return entry != null && (entry.unit() == Unit.CHANGE || entry.unit() == Unit.DIFFERENCE);
  }

  /** Whether a feature counts days that go by, which say all by themselves. */
  public boolean isDays(String feature) {
    FeatureEntry entry = entries.get(feature);
    return entry != null && entry.unit() == Unit.DAYS;
  }

  /** Whether a value is worse than another; where nobody can say which is, whether they differ. */
  public boolean isWorse(String feature, double value, double other) {
    Optional<Polarity> polarity =
        Optional.ofNullable(entries.get(feature)).flatMap(FeatureEntry::polarity);
    return polarity
        .map(known -> known == Polarity.HIGHER_IS_BETTER ? value < other : value > other)
        .orElse(value != other);
  }

  /** The features of drivers that nobody can act on. */
  public List<String> given() {
    return entries.entrySet().stream()
        .filter(
            each ->
                each.getValue().driver().map(drivers::get).map(d -> !d.actionable()).orElse(false))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * Whether a value cannot be better, so that it is no sign of trouble whatever others show: at the
   * good end of the feature's bounds, or no move for the worse. False where the good end is
   * unknown.
   */
  public boolean isAtBest(String feature, double value) {
    FeatureEntry entry = entries.get(feature);
    if (entry == null || entry.polarity().isEmpty()) {
      return false;
    }
    boolean higherIsBetter = entry.polarity().get() == Polarity.HIGHER_IS_BETTER;
    return bestOf(feature, entry.unit(), higherIsBetter)
        .map(best -> higherIsBetter ? value >= best : value <= best)
        .orElse(false);
  }

  private Optional<Double> bestOf(String feature, Unit unit, boolean higherIsBetter) {
    if (unit == Unit.CHANGE || unit == Unit.DIFFERENCE) {
      return Optional.of(0.0);
    }
    Column column = contract.column(feature).orElseThrow();
    return Optional.ofNullable(higherIsBetter ? column.maximum() : column.minimum())
        .map(Double::valueOf);
  }

  /**
   * The words for a feature.
   *
   * @param measure the scorecard's measure that reads it, by whose name it is told where the
   *     feature is gone by now, as it may be for a score of another time
   */
  public FeatureWords words(String feature, String measure) {
    FeatureEntry entry = entries.get(feature);
    return entry == null ? FeatureWords.ofName(measure.replace('_', ' ')) : new FeatureWords(entry);
  }
}
