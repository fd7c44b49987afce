package dev.bellwether.tools.preview;

import dev.bellwether.platform.config.Band;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** A preview as lines for a reader. */
public final class PreviewText {
  private static final List<String> BANDS =
      List.of(Band.GREEN, Band.YELLOW, Band.RED, Band.UNKNOWN);
  private static final String ROW = "  %-34s %-26s %s";

  private PreviewText() {}

  /** All of it: bands, movers, track record. */
  public static List<String> of(ScorecardPreview.Result result) {
    List<String> lines = new ArrayList<>();
    lines.add("Bands: from (down) to (across)");
    lines.addAll(migration(result.bands()));
    lines.add("");
    lines.add("Biggest movers");
    result.movers().forEach(move -> lines.add(mover(move)));
    if (result.movers().isEmpty()) {
      lines.add("  no score moves by half a point");
    }
    lines.add("");
    lines.add("Track record on past month-ends");
    lines.addAll(record(result.recordBefore(), result.record()));
    lines.add(
        "  Whoever wrote the scorecard may have known these outcomes: expect less of new ones.");
    return lines;
  }

  private static List<String> migration(List<Row> pairs) {
    Map<List<String>, Long> accounts = new LinkedHashMap<>();
    long moved = 0;
    BigDecimal movedArr = BigDecimal.ZERO;
    for (Row pair : pairs) {
      String from = pair.getAs("band_before");
      String to = pair.getAs("band");
      long count = pair.<Long>getAs("accounts");
      accounts.put(List.of(from, to), count);
      if (!from.equals(to)) {
        moved += count;
        movedArr = movedArr.add(pair.getAs("arr"));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "  %-10s%10s%10s%10s%10s", "", "green", "yellow", "red", "unknown"));
    for (String from : BANDS) {
      StringBuilder line = new StringBuilder(String.format("  %-10s", from));
      BANDS.forEach(
          to ->
              line.append(
                  String.format(
                      Locale.ROOT, "%,10d", accounts.getOrDefault(List.of(from, to), 0L))));
      lines.add(line.toString());
    }
    lines.add(
        String.format(Locale.ROOT, "  %,d change their band, with %,.0f ARR", moved, movedArr));
    return lines;
  }

  private static String mover(Row move) {
    return String.format(
        Locale.ROOT,
        "  %-14s %+5.1f  %5.1f %-7s -> %5.1f %-7s  %s",
        move.<String>getAs("account_id"),
        move.<Double>getAs("points"),
        move.<Double>getAs("score_before"),
        move.<String>getAs("band_before"),
        move.<Double>getAs("score"),
        move.<String>getAs("band"),
        move.<String>getAs("reasons"));
  }

  private static List<String> record(List<Row> before, List<Row> now) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(ROW, "", "in force", "changed"));
    Map<String, Row> changed =
        now.stream().collect(Collectors.toMap(PreviewText::title, Function.identity()));
    for (Row old : before) {
      Optional<Row> other = Optional.ofNullable(changed.get(title(old)));
      lines.add(line(title(old) + ": AUC", old, other, PreviewText::area));
      lines.add(line("    churned of green/yellow/red", old, other, PreviewText::bands));
      lines.add(line("    green 90 days before churn", old, other, PreviewText::watermelons));
    }
    if (before.isEmpty()) {
      lines.add("  no outcome has matured yet");
    }
    return lines;
  }

  private static String line(
      String title, Row before, Optional<Row> changed, Function<Row, String> figure) {
    return String.format(ROW, title, figure.apply(before), changed.map(figure).orElse("none"));
  }

  private static String title(Row record) {
    return record.getAs("cohort") + ", " + record.getAs("horizon_days") + " days";
  }

  private static String area(Row record) {
    Double auc = record.getAs("auc");
    if (auc == null) {
      return "unknown, churned: " + record.getAs("churned_accounts");
    }
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f]",
        auc,
        record.<Double>getAs("auc_low"),
        record.<Double>getAs("auc_high"));
  }

  private static String bands(Row record) {
    return String.join(
        " / ",
        share(record, "churn_rate_green"),
        share(record, "churn_rate_yellow"),
        share(record, "churn_rate_red"));
  }

  private static String watermelons(Row record) {
    return share(record, "watermelon_rate");
  }

  private static String share(Row record, String column) {
    Double share = record.getAs(column);
    return share == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
