package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.reading.TableRow;
import java.util.Map;
import java.util.Optional;

/**
 * What moved an account's health since the night that a page compares with, by {@code
 * account_health_change}.
 */
final class HealthCauses {
  private final NightTables tables;

  HealthCauses(NightTables tables) {
    this.tables = tables;
  }

  /**
   * What lowered the score most, in words; empty where that is not known, as between nights whose
   * changes were not computed.
   */
  Optional<String> ofFall(String account) {
    return tables.published("account_health_change").stream()
        .filter(row -> row.is("account_id", account))
        .filter(row -> row.date("from_date").equals(tables.before()))
        .collect(groupingBy(this::words, summingDouble(row -> row.number("change").orElse(0))))
        .entrySet()
        .stream()
        .filter(cause -> cause.getValue() < 0)
        .min(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  private String words(TableRow change) {
    String measure = change.required("measure").replace('_', ' ');
    return switch (change.required("effect")) {
      case "data" -> moved(change);
      case "availability" ->
          change.number("value_to").isEmpty()
              ? measure + " no longer known"
              : "other measures known";
      case "override" -> "override " + measure;
      case "scorecard_switched" -> "another scorecard";
      default -> "scorecard edited";
    };
  }

  private String moved(TableRow change) {
    String measure = change.required("measure");
    if (change.number("raw_from").isEmpty() || change.number("raw_to").isEmpty()) {
      return measure.replace('_', ' ');
    }
    String feature =
        tables.published("account_health_measure").stream()
            .filter(row -> row.is("account_id", change.required("account_id")))
            .filter(row -> row.is("measure", measure))
            .findFirst()
            .flatMap(row -> row.text("feature"))
            .orElse(measure);
    return FeatureCatalogue.ofAccounts()
        .words(feature, measure)
        .move(change.number("raw_from").getAsDouble(), change.number("raw_to").getAsDouble());
  }
}
