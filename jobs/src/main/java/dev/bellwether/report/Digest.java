package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The week of an owner as the HTML of a mail: what changed, and whom to call first. It has no
 * script and no picture, and its styles stand in its elements, as mail programs want it.
 */
final class Digest {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
  private static final int MOST = 10;

  private final NightTables night;
  private final NightTables tables;
  private final PageSettings settings;

  Digest(NightTables night, PageSettings settings) {
    this.night = night;
    this.tables = new SinceAWeek(night);
    this.settings = settings;
  }

  /** The HTML of an owner's mail. */
  String html(String owner) {
    List<TableRow> listed = new RiskList(tables).of(Optional.of(owner));
    List<TableRow> before =
        tables.publishedBefore("renewal_risk").stream()
            .filter(row -> row.is("csm", owner))
            .toList();
    return PageTemplate.fill(
        "digest.jte",
        Map.of(
            "subject", "Your renewals, week to " + DAY.format(tables.asOf()),
            "owner", owner,
            "sentence", sentence(listed, before),
            "totals", totals(listed),
            "lines", listed.stream().limit(MOST).map(this::line).toList(),
            "rest", rest(listed)));
  }

  private String sentence(List<TableRow> listed, List<TableRow> before) {
    return tables.before().isEmpty() && night.before().isPresent()
        ? "No night of a week before was published, so there is nothing to compare it with."
        : new Overnight(tables, listed, before).sentence();
  }

  private String totals(List<TableRow> listed) {
    return listed.size()
        + (listed.size() == 1 ? " account, " : " accounts, ")
        + total(listed, "available_to_renew_arr")
        + " to decide, expected loss "
        + total(listed, "expected_arr_loss");
  }

  /** The sum of what is known, and of how many it is where that is not all. */
  private String total(List<TableRow> listed, String column) {
    long known = listed.stream().filter(row -> row.decimal(column).isPresent()).count();
    String sum = money(Figures.ofList(listed, column));
    return known == 0 || known == listed.size()
        ? sum
        : sum + " (known of " + known + " of " + listed.size() + ")";
  }

  private static String rest(List<TableRow> listed) {
    String shown =
        listed.size() > MOST
            ? MOST + " of " + listed.size() + " shown. "
            : listed.isEmpty() ? "Nothing is to be decided. " : "";
    return shown + "The page of this night has all of it, and what each number is made of.";
  }

  private DigestLine line(TableRow row) {
    String health =
        row.required("band")
            + row.number("score").stream()
                .mapToObj(score -> String.format(Locale.ROOT, " %.0f", score))
                .collect(Collectors.joining());
    String reasons =
        Stream.of("reason_1", "reason_2", "reason_3")
            .flatMap(column -> row.text(column).stream())
            .collect(Collectors.joining("; "));
    return new DigestLine(
        Names.of(row),
        health,
        decision(row.date("decision_date").orElseThrow()),
        money(row.decimal("available_to_renew_arr"))
            + " to decide, expected loss "
            + money(row.decimal("expected_arr_loss")),
        reasons.isEmpty() ? "Nothing stands out." : reasons,
        row.text("action_text").map(action -> "Next: " + action + due(row)).orElse(""));
  }

  private String due(TableRow row) {
    return row.date("action_due_on")
        .map(
            day ->
                (row.isTrue("action_is_overdue") ? ", overdue since " : ", by ") + DAY.format(day))
        .orElse("");
  }

  private String decision(LocalDate decision) {
    return decision.isBefore(tables.asOf())
        ? "Was to be decided by " + DAY.format(decision)
        : "To be decided by " + DAY.format(decision);
  }

  private String money(Optional<BigDecimal> amount) {
    return amount
        .map(known -> String.format(Locale.ROOT, "%,.0f %s", known, settings.currency()))
        .orElse("unknown");
  }
}
