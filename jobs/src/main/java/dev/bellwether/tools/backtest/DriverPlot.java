package dev.bellwether.tools.backtest;

import java.util.List;
import java.util.Locale;

/**
 * The strongest columns with what they did to single rows: a dot for each row, to the right where
 * the column raised its risk, coloured by whether its value was small or large.
 */
final class DriverPlot {
  private static final int MOST_DRIVERS = 12;
  private static final int MOST_DOTS = 160;
  private static final int WIDTH = 900;
  private static final int NAMES = 210;
  private static final int WORDS = 230;
  private static final int ROW = 30;
  private static final int LAST_LEVEL = 3;

  /** A golden share of the row's height, so that neighbouring dots do not hide each other. */
  private static final double SCATTER = 0.618;

  private static final int LONGEST_NAME = 28;
  private static final int MOST_WORDS = 36;

  private final List<Driver> drivers;
  private final double reach;

  private DriverPlot(List<Driver> drivers) {
    this.drivers = drivers;
    this.reach =
        drivers.stream()
            .flatMap(driver -> driver.dots().stream())
            .mapToDouble(dot -> Math.abs(dot.added()))
            .max()
            .orElse(1);
  }

  /** The markup; of the strongest columns only. */
  static String of(List<Driver> drivers) {
    return new DriverPlot(drivers.stream().limit(MOST_DRIVERS).toList()).markup();
  }

  private String markup() {
    int height = drivers.size() * ROW + 26;
    StringBuilder svg =
        new StringBuilder(
            text(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"What drives the risk\">",
                WIDTH, height));
    svg.append(
        text(
            "<line class=\"axis\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"%2$d\"/>",
            x(0), height - 22));
    svg.append(label(x(-reach), height - 6, "start", "quiet", "lowers the risk"));
    svg.append(label(x(reach), height - 6, "end", "quiet", "raises the risk"));
    for (int i = 0; i < drivers.size(); i++) {
      append(svg, drivers.get(i), i * ROW + ROW / 2.0);
    }
    return svg + "</svg>";
  }

  private void append(StringBuilder svg, Driver driver, double y) {
    svg.append(label(0, y + 4, "start", "name", shortened(driver.name(), LONGEST_NAME)));
    svg.append(
        label(
            WIDTH - WORDS + 14,
            y + 4,
            "start",
            "quiet",
            shortened(driver.direction(), MOST_WORDS)));
    List<Driver.Dot> dots = driver.dots();
    int every = dots.size() / MOST_DOTS + 1;
    for (int i = 0; i < dots.size(); i += every) {
      double offset = (i * SCATTER) % 1 - 0.5;
      svg.append(
          text(
              "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\"/>",
              level(dots.get(i)), x(dots.get(i).added()), y + offset * ROW * 0.6));
    }
  }

  private static String level(Driver.Dot dot) {
    return Double.isNaN(dot.level())
        ? "ln"
        : "l" + Math.min(LAST_LEVEL, (int) (dot.level() * (LAST_LEVEL + 1)));
  }

  private double x(double added) {
    double middle = NAMES + (WIDTH - NAMES - WORDS) / 2.0;
    return middle + added / reach * (WIDTH - NAMES - WORDS) / 2.0;
  }

  private static String shortened(String words, int most) {
    return words.length() <= most ? words : words.substring(0, most - 1) + "…";
  }

  private static String label(double x, double y, String anchor, String style, String words) {
    return text(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        style, x, y, anchor, ReportPage.escaped(words));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
