package dev.bellwether.tools.backtest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A square plot with axes from 0 to 100 %, drawn without scripts. */
final class Svg {
  private static final int SIZE = 320;
  private static final int MARGIN = 44;
  private static final List<Integer> TICKS = List.of(0, 25, 50, 75, 100);

  private final StringBuilder body = new StringBuilder();
  private final double maxX;
  private final double maxY;

  /** A point, in shares. */
  record Point(double x, double y) {}

  /** A plot with axes to these shares. */
  Svg(String title, String xName, String yName, double maxX, double maxY) {
    this.maxX = maxX;
    this.maxY = maxY;
    body.append(
        text(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            SIZE + 2 * MARGIN, SIZE + 2 * MARGIN, title));
    body.append(text("<title>%s</title>", title));
    body.append(
        text(
            "<polyline class=\"frame\" points=\"%1$d,%1$d %1$d,%2$d %2$d,%2$d\"/>",
            MARGIN, MARGIN + SIZE));
    for (int tick : TICKS) {
      double share = tick / 100.0;
      body.append(label(x(share * maxX), MARGIN + SIZE + 16, "middle", percent(share * maxX)));
      body.append(label(MARGIN - 6, y(share * maxY) + 4, "end", percent(share * maxY)));
    }
    body.append(label(MARGIN + SIZE / 2.0, SIZE + 2 * MARGIN - 8, "middle", xName));
    body.append(label(MARGIN, MARGIN - 12, "start", yName));
  }

  /** A line through points. */
  Svg line(String style, List<Point> points) {
    String path =
        points.stream()
            .map(p -> text("%.1f,%.1f", x(p.x()), y(p.y())))
            .collect(Collectors.joining(" "));
    body.append(text("<polyline class=\"%s\" points=\"%s\"/>", style, path));
    return this;
  }

  /** A dot with its interval upwards and downwards, and words that show when pointed at. */
  Svg dot(Point point, double low, double high, String words) {
    body.append(
        text(
            "<line class=\"interval\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\"/>",
            x(point.x()), y(low), y(high)));
    body.append(
        text(
            "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>",
            x(point.x()), y(point.y()), words));
    return this;
  }

  /** A vertical mark with words beside it. */
  Svg mark(Point point, String words) {
    line("mark", List.of(new Point(point.x(), 0), point));
    body.append(label(x(point.x()) + 8, y(point.y()) + 14, "start", words));
    return this;
  }

  /** The markup. */
  String markup() {
    return body + "</svg>";
  }

  private double x(double share) {
    return MARGIN + SIZE * Math.min(1, share / maxX);
  }

  private double y(double share) {
    return MARGIN + SIZE * (1 - Math.min(1, share / maxY));
  }

  private static String label(double x, double y, String anchor, String words) {
    return text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
  }

  private static String percent(double share) {
    return text("%.0f %%", share * 100);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
