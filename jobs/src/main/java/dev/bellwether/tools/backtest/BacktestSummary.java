package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the console shows of a backtest. */
public final class BacktestSummary {
  private BacktestSummary() {}

  /** The lines. */
  public static List<String> lines(BacktestResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d rows, %,d events (%.1f %%): %s = %s",
            result.rows(),
            result.events(),
            100.0 * result.events() / result.rows(),
            result.request().label(),
            result.label().event()));
    lines.add(columns(result));
    result.columns().stream()
        .filter(use -> use.reason() != null)
        .forEach(use -> lines.add("  left out " + use.name() + ": " + use.reason()));
    result.notes().forEach(note -> lines.add("  " + note));
    lines.add("judged on rows that nothing was learned from: " + result.split());
    lines.add("");
    lines.add(
        "  method       AUC                    log loss  Brier   ECE (95 % of perfect)  slope");
    result
        .evaluations()
        .forEach((method, e) -> lines.add(line(method, e, method.equals(result.champion()))));
    lines.add("");
    lines.add(Verdict.of(result));
    if (!result.champion().equals(Predictors.BASE_RATE)) {
      lines.add(result.worth().sentence());
      result.worth().moneySentence().ifPresent(lines::add);
    }
    long guarded = CsvFiles.guardedIds(result);
    if (guarded > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d ids have a ' before them in predictions.csv, since a spreadsheet would run them;"
                  + " take it off before you join.",
              guarded));
    }
    result.warnings().forEach(warning -> lines.add("WARNING: " + warning));
    return lines;
  }

  private static String columns(BacktestResult result) {
    return result.columns().stream()
        .collect(
            Collectors.groupingBy(
                use -> use.kind().name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", ", "columns: ", ""));
  }

  private static String line(String method, Evaluation e, boolean champion) {
    return String.format(
        Locale.ROOT,
        "%s %-11s %s  %.4f    %.4f  %.4f (%.4f)        %s",
        champion ? "*" : " ",
        method,
        interval(e.auc()),
        e.logLoss().value(),
        e.brier().value(),
        e.ece().value(),
        e.eceNullP95(),
        e.calibrationSlope() == null
            ? "-"
            : String.format(Locale.ROOT, "%.2f", e.calibrationSlope()));
  }

  private static String interval(Estimate estimate) {
    return estimate.low() == null
        ? String.format(Locale.ROOT, "%-21.4f", estimate.value())
        : String.format(
            Locale.ROOT, "%.4f (%.4f–%.4f)", estimate.value(), estimate.low(), estimate.high());
  }
}
