package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How far to trust the page: how predictions and health bands have done so far, by {@code
 * track_record}, {@code churn_calibration} and {@code renewal_outcome}.
 */
final class Trust {
  private static final int HORIZON = 90;
  private static final double LEVEL = 0.95;

  private final NightTables tables;
  private final int minimumChurned;

  /**
   * @param minimumChurned churned accounts below which no probability is given
   */
  Trust(NightTables tables, int minimumChurned) {
    this.tables = tables;
    this.minimumChurned = minimumChurned;
  }

  Map<String, Object> asMap() {
    List<Map<String, Object>> bins = bins();
    SaidBefore said = new SaidBefore(tables);
    return new Fields()
        .with("sentences", sentences())
        .with("bins", bins)
        .with(
            "bins_note",
            "Ten groups of equal size from the test of the model in force, each with its 95 % interval.")
        .with("checkpoints", said.byBands())
        .with("statuses", said.byStatuses())
        .asMap();
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    Optional<TableRow> predictions = record("churn_prediction");
    if (predictions.isEmpty()) {
      sentences.add(
          "No published chance of churn has come due yet: how good they are is told once what happened in the %d days after is known."
              .formatted(HORIZON));
    }
    long churned = predictions.map(row -> row.count("churned_accounts")).orElse(0L);
    if (predictions.isPresent() && churned < minimumChurned) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Not enough customers have left to say how good the predictions are: %d, where it takes %d.",
              churned,
              minimumChurned));
    }
    predictions.ifPresent(
        row -> ranked("The published chances of churn", row).ifPresent(sentences::add));
    predictions
        .filter(row -> row.number("expected_churned").isPresent())
        .ifPresent(
            row ->
                sentences.add(
                    String.format(
                        Locale.ROOT,
                        "They expected %.0f churns among accounts with a decision at stake, and %d came.",
                        row.number("expected_churned").getAsDouble(),
                        row.count("events"))));
    record("health").flatMap(row -> ranked("Health scores", row)).ifPresent(sentences::add);
    record("health").flatMap(Trust::watermelons).ifPresent(sentences::add);
    record("csm_assessment").flatMap(row -> ranked("CSMs", row)).ifPresent(sentences::add);
    return sentences;
  }

  private Optional<TableRow> record(String subject) {
    return tables.published("track_record").stream()
        .filter(row -> row.is("subject", subject) && row.is("cohort", "decision"))
        .filter(row -> row.is("version", "all") && row.is("segment", "all"))
        .filter(row -> row.count("horizon_days") == HORIZON)
        .findFirst();
  }

  private static Optional<String> ranked(String who, TableRow row) {
    if (row.number("auc").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s ranked one who then churned above one who stayed in %.0f of 100 pairs (%.0f to %.0f), by %d churned accounts with a decision at stake.",
            who,
            row.number("auc").getAsDouble() * 100,
            row.number("auc_low").getAsDouble() * 100,
            row.number("auc_high").getAsDouble() * 100,
            row.count("churned_accounts")));
  }

  private static Optional<String> watermelons(TableRow row) {
    if (row.number("watermelon_rate").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Of the accounts that were lost, %.0f %% stood green 90 days before.",
            row.number("watermelon_rate").getAsDouble() * 100));
  }

  /** The model that made the night's predictions; empty where they are rates or unknown. */
  private Optional<String> modelInForce() {
    return tables.published("churn_prediction").stream()
        .flatMap(row -> row.text("model_id").stream())
        .findFirst();
  }

  /** The calibration of the model in force at its trial, where a decision was at stake. */
  private List<Map<String, Object>> bins() {
    Optional<String> model = modelInForce();
    if (model.isEmpty()) {
      return List.of();
    }
    List<TableRow> calibration =
        tables.stored("churn_calibration", LocalDate.EPOCH).stream()
            .filter(row -> row.text("model_id").equals(model) && row.is("cohort", "decision"))
            .filter(row -> !row.date("as_of_date").orElseThrow().isAfter(tables.asOf()))
            .toList();
    Optional<LocalDate> tried =
        calibration.stream()
            .flatMap(row -> row.date("as_of_date").stream())
            .max(Comparator.naturalOrder());
    return calibration.stream()
        .filter(row -> row.date("as_of_date").equals(tried))
        .sorted(Comparator.comparingLong(row -> row.count("bin")))
        .map(Trust::bin)
        .toList();
  }

  private static Map<String, Object> bin(TableRow row) {
    int observations = (int) row.count("observations");
    int churned = (int) row.count("churned");
    ConfidenceInterval interval =
        new WilsonScoreInterval().createInterval(observations, churned, LEVEL);
    return new Fields()
        .with("mean", row.number("mean_probability"))
        .with("rate", row.number("churn_rate"))
        .with("low", interval.getLowerBound())
        .with("high", interval.getUpperBound())
        .with("observations", observations)
        .with("churned", churned)
        .asMap();
  }
}
