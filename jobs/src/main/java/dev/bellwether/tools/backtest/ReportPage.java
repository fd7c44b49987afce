package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.Forecasts;
import dev.bellwether.prediction.evaluation.TopShare;
import dev.bellwether.prediction.leak.SingleFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code report.html}: a short page for people, in one file that loads nothing and runs nothing.
 */
final class ReportPage {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:58rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
      table{border-collapse:collapse;margin:1rem 0}th,td{padding:.3rem .7rem;border-bottom:1px solid #ddd;text-align:right}
      th:first-child,td:first-child{text-align:left}.champion{font-weight:600}
      .plots{display:flex;flex-wrap:wrap;gap:1rem}svg{width:26rem;max-width:100%}svg text{font-size:11px;fill:#444}
      .frame{fill:none;stroke:#bbb}.diagonal{fill:none;stroke:#999;stroke-dasharray:4 4}.curve{fill:none;stroke:#0b5cad;stroke-width:2}
      .dot{fill:#0b5cad}.interval{stroke:#0b5cad}.warning{border-left:4px solid #b3261e;padding:.3rem .8rem;background:#fdeceb}
      """;

  private final BacktestResult result;

  private ReportPage(BacktestResult result) {
    this.result = result;
  }

  /** The page. */
  static String of(BacktestResult result) {
    return new ReportPage(result).page();
  }

  private String page() {
    Forecasts forecasts = result.forecasts(result.champion());
    return String.join(
        "\n",
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
            + hash(STYLE)
            + "'\">",
        "<meta name=\"viewport\" content=\"width=device-width\"><title>Does this table predict churn?</title>",
        "<style>" + STYLE + "</style></head><body><main>",
        "<h1>Does this table predict churn?</h1>",
        "<p>" + escaped(Verdict.of(result)) + "</p>",
        paragraphs("warning", result.warnings()),
        "<h2>Methods</h2>",
        methods(),
        "<p>On rows that nothing was learned from: "
            + escaped(result.split())
            + ". In brackets, 95 % intervals.</p>",
        "<h2>" + escaped(result.champion()) + ", the champion</h2><div class=\"plots\">",
        Plots.reliability(forecasts),
        Plots.lift(forecasts),
        "</div>",
        "<p>" + escaped(top()) + "</p>",
        "<h2>Columns</h2>",
        columns(),
        paragraphs("note", result.notes()),
        "</main></body></html>\n");
  }

  private String methods() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, Evaluation> method : result.evaluations().entrySet()) {
      Evaluation e = method.getValue();
      rows.append(method.getKey().equals(result.champion()) ? "<tr class=\"champion\">" : "<tr>")
          .append("<td>" + escaped(method.getKey()) + "</td>")
          .append(cell(interval(e.auc())))
          .append(cell(interval(e.averagePrecision())))
          .append(cell(interval(e.logLoss())))
          .append(cell(interval(e.brier())))
          .append(cell(String.format(Locale.ROOT, "%.4f (%.4f)", e.ece().value(), e.eceNullP95())))
          .append(cell(e.calibrationSlope() == null ? "–" : number(e.calibrationSlope())))
          .append(cell(number(e.observedOverExpected())))
          .append("</tr>");
    }
    return "<table><thead><tr><th>method</th><th>AUC</th><th>average precision</th><th>log loss</th><th>Brier</th>"
        + "<th>calibration error (95 % of perfect ones)</th><th>slope</th><th>observed / expected</th></tr></thead><tbody>"
        + rows
        + "</tbody></table>";
  }

  private String top() {
    List<TopShare> top = result.evaluations().get(result.champion()).top();
    return "A list of the most probable rows: "
        + top.stream()
            .map(
                t ->
                    String.format(
                        Locale.ROOT,
                        "the top %.0f %% hold %.0f %% of the events (lift %.1f)",
                        t.share() * 100,
                        t.recall() * 100,
                        t.lift()))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private String columns() {
    Map<String, Double> alone =
        result.alone().stream()
            .collect(Collectors.toMap(SingleFeature::name, SingleFeature::auc, (a, b) -> a));
    String rows =
        result.columns().stream()
            .map(
                use ->
                    "<tr>"
                        + cell(use.name())
                        + cell(use.kind().name().toLowerCase(Locale.ROOT))
                        + cell(alone.containsKey(use.name()) ? number(alone.get(use.name())) : "")
                        + cell(use.reason() == null ? "" : use.reason())
                        + "</tr>")
            .collect(Collectors.joining());
    return "<table><thead><tr><th>column</th><th>used as</th><th>AUC alone</th><th>left out, since</th></tr></thead><tbody>"
        + rows
        + "</tbody></table>";
  }

  private static String paragraphs(String style, List<String> texts) {
    return texts.stream()
        .map(text -> "<p class=\"" + style + "\">" + escaped(text) + "</p>")
        .collect(Collectors.joining("\n"));
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
    return "<td>" + escaped(text) + "</td>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String style) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
