package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.leak.SingleFeature;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a backtest's page: its numbers. */
final class PageTables {
  private PageTables() {}

  /** Each method's figures, the champion's in bold. */
  static String methods(BacktestResult result) {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, Evaluation> method : result.evaluations().entrySet()) {
      Evaluation e = method.getValue();
      rows.append(method.getKey().equals(result.champion()) ? "<tr class=\"champion\">" : "<tr>")
          .append(cell(method.getKey().replace('_', ' ')))
          .append(cell(interval(e.auc())))
          .append(cell(interval(e.averagePrecision())))
          .append(cell(interval(e.logLoss())))
          .append(cell(interval(e.brier())))
          .append(cell(String.format(Locale.ROOT, "%.4f (%.4f)", e.ece().value(), e.eceNullP95())))
          .append(cell(e.calibrationSlope() == null ? "–" : number(e.calibrationSlope())))
          .append(cell(number(e.observedOverExpected())))
          .append("</tr>");
    }
    return table(
        "<th>method</th><th>AUC</th><th>average precision</th><th>log loss</th><th>Brier</th>"
            + "<th>calibration error (95 % of perfect ones)</th><th>slope</th>"
            + "<th>observed / expected</th>",
        rows.toString());
  }

  /** Each column: as what it was used, and how well it does alone. */
  static String columns(BacktestResult result) {
    Map<String, Double> alone =
        result.alone().stream()
            .collect(Collectors.toMap(SingleFeature::name, SingleFeature::auc, (a, b) -> a));
    boolean isAnyLeftOut = result.columns().stream().anyMatch(use -> use.reason() != null);
    String rows =
        result.columns().stream()
            .map(
                use ->
                    "<tr>"
                        + cell(use.name())
                        + cell(use.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        + cell(alone.containsKey(use.name()) ? number(alone.get(use.name())) : "")
                        + "<td class=\"text\">"
                        + ReportPage.escaped(use.reason() == null ? "" : use.reason())
                        + "</td></tr>")
            .collect(Collectors.joining());
    return table(
        "<th>column</th><th>used as</th><th>AUC alone</th><th class=\"text\">"
            + (isAnyLeftOut ? "left out, since" : "")
            + "</th>",
        rows);
  }

  private static String table(String head, String rows) {
    return "<div class=\"scroll\"><table><thead><tr>"
        + head
        + "</tr></thead><tbody>"
        + rows
        + "</tbody></table></div>";
  }

  private static String interval(Estimate estimate) {
    return estimate.low() == null
        ? number(estimate.value())
        : String.format(
            Locale.ROOT, "%.3f (%.3f–%.3f)", estimate.value(), estimate.low(), estimate.high());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String cell(String text) {
    return "<td>" + ReportPage.escaped(text) + "</td>";
  }
}
