package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Forecasts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code report.html}: what an adopter shows to others, in one file that loads nothing and runs
 * nothing. The answer comes first, then what it is worth, whether it can be believed, what drives
 * it, and the numbers last.
 */
final class ReportPage {
  private final BacktestResult result;

  private ReportPage(BacktestResult result) {
    this.result = result;
  }

  /** The page. */
  static String of(BacktestResult result) {
    return new ReportPage(result).page();
  }

  private String page() {
    return String.join(
        "\n",
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
            + PageStyle.hash()
            + "'\">",
        "<meta name=\"viewport\" content=\"width=device-width\"><title>Does this table predict churn?</title>",
        "<style>" + PageStyle.CSS + "</style></head><body><main>",
        paragraph("quiet", about()),
        "<h1>" + escaped(Verdict.answer(result)) + "</h1>",
        result.warnings().stream().map(ReportPage::warning).collect(Collectors.joining("\n")),
        isLearned() ? worth() : "",
        isLearned() ? trust() : "",
        result.drivers().isEmpty() ? "" : drivers(),
        numbers(),
        "</main></body></html>\n");
  }

  /** Whether anything but the base rate predicts. */
  private boolean isLearned() {
    return !result.champion().equals(Predictors.BASE_RATE);
  }

  private String about() {
    return String.format(
        Locale.ROOT,
        "Does this table predict churn? %,d rows, %,d of them churned (%s = %s): %.1f %%",
        result.rows(),
        result.events(),
        result.request().label(),
        result.label().event(),
        100.0 * result.events() / result.rows());
  }

  private String worth() {
    Worth worth = result.worth();
    List<String> figures = new ArrayList<>();
    figures.add(
        figure(
            String.format(Locale.ROOT, "%.0f %%", worth.recall() * 100),
            String.format(
                Locale.ROOT,
                "of all churn is among the 10 %% most at risk: %,d of %,d",
                worth.found(),
                worth.events())));
    figures.add(
        figure(
            String.format(Locale.ROOT, "%.1f ×", worth.lift()),
            "as much churn in that list as in one drawn by lot"));
    figures.add(
        figure(
            String.format(Locale.ROOT, "%.0f %%", 100.0 * worth.found() / worth.listed()),
            String.format(
                Locale.ROOT, "of that list churned: %,d of %,d", worth.found(), worth.listed())));
    worth
        .money()
        .ifPresent(
            money ->
                figures.add(
                    figure(
                        String.format(Locale.ROOT, "%.0f %%", 100 * money.found() / money.lost()),
                        String.format(
                            Locale.ROOT,
                            "of what was lost, by %s, is in that list: %,.0f of %,.0f",
                            money.column(),
                            money.found(),
                            money.lost()))));
    return "<section><div class=\"figures\">" + String.join("", figures) + "</div></section>";
  }

  private static String figure(String value, String meaning) {
    return "<div><b>" + value + "</b><span>" + escaped(meaning) + "</span></div>";
  }

  private String trust() {
    Forecasts forecasts = result.forecasts(result.champion());
    return String.join(
        "\n",
        "<section><h2>Can its probabilities be believed?</h2>",
        paragraph("", Verdict.calibration(result)),
        paragraph(
            "quiet", "All of it on rows that nothing was learned from: " + result.split() + "."),
        "<div class=\"plots\">",
        figurePlot(
            Plots.reliability(forecasts),
            "Each dot is a tenth of the rows: what they were told, and how many churned, with the 95 %"
                + " interval of chance. Right is on the dashed line."),
        figurePlot(
            Plots.lift(forecasts),
            "Rows from the most to the least at risk, and the churn among them. By lot, it would be"
                + " the dashed line."),
        "</div></section>");
  }

  private static String figurePlot(String markup, String caption) {
    return "<figure>" + markup + "<figcaption>" + escaped(caption) + "</figcaption></figure>";
  }

  private String drivers() {
    return String.join(
        "\n",
        "<section><h2>What drives the risk</h2>",
        paragraph(
            "quiet",
            "Each dot is a customer: to the right, the column raised their risk. Blue is a small"
                + " value, orange a large one, grey a category or unknown. The strongest columns"
                + " first. It says what the model goes by, not what causes churn."),
        "<figure>" + DriverPlot.of(result.drivers()) + "</figure></section>");
  }

  private String numbers() {
    return String.join(
        "\n",
        "<section><h2>The numbers</h2>",
        PageTables.methods(result),
        paragraph(
            "quiet",
            "In brackets, 95 % intervals. The champion, in bold, was chosen on"
                + " calibration rows, never on those that judge."),
        result.notes().stream()
            .map(note -> paragraph("", note + "."))
            .collect(Collectors.joining("\n")),
        PageTables.columns(result),
        "</section>");
  }

  private static String warning(String text) {
    return "<p class=\"warning\"><b>Warning:</b> " + escaped(text) + "</p>";
  }

  private static String paragraph(String style, String text) {
    return (style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">") + escaped(text) + "</p>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
