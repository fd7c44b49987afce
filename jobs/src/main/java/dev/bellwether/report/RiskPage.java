package dev.bellwether.report;

import dev.bellwether.platform.json.Json;
import dev.bellwether.reading.TableRow;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The page of a night for everyone, or for the owner of a book: what changed, whom to call, why,
 * and how far to trust it.
 *
 * <p>One file of HTML that works from a link to the file, offline, and asks nothing of anybody.
 */
final class RiskPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

  private final NightTables tables;
  private final PageSettings settings;
  private final String publication;

  RiskPage(NightTables tables, PageSettings settings, String publication) {
    this.tables = tables;
    this.settings = settings;
    this.publication = publication;
  }

  /** The HTML of the page. */
  String html(Optional<String> owner) {
    RiskList list = new RiskList(tables);
    List<TableRow> listed = list.of(owner);
    return PageTemplate.fill(
        "Renewals at risk, " + DAY.format(tables.asOf()),
        owner.map(name -> "The book of " + name).orElse("Everyone’s book")
            + " · as of "
            + DAY.format(tables.asOf())
            + " · publication "
            + publication,
        Json.line(data(owner, list, listed)),
        details(listed));
  }

  private Map<String, Object> data(Optional<String> owner, RiskList list, List<TableRow> listed) {
    int window = settings.windowDays();
    List<TableRow> listedBefore =
        tables.publishedBefore("renewal_risk").stream()
            .filter(row -> owner.isEmpty() || owner.equals(row.text("csm")))
            .toList();
    DecisionMonths months = new DecisionMonths(tables, owner, listed);
    Fields fields = new Fields();
    if (owner.isEmpty()) {
      fields.with("retention", new Retention(tables).asMap());
      fields.with("support", new SupportByModel(tables).asMap());
    }
    return fields
        .with("title", "Renewals at risk, " + DAY.format(tables.asOf()))
        .with("as_of", tables.asOf())
        .with("currency", settings.currency())
        .with("window", window)
        .with("owner", owner)
        .with("since", tables.before())
        .with("terms", Terms.explained())
        .with("feeds", feeds())
        .with("fresh", fresh())
        .with("overnight", new Overnight(tables, listed, listedBefore).sentence())
        .with("changes", ListChanges.of(tables, owner))
        .with(
            "figures",
            new Figures(
                    new Figures.Night(listed, books(tables.published("csm_book"), owner)),
                    tables
                        .before()
                        .map(
                            any ->
                                new Figures.Night(
                                    listedBefore,
                                    books(tables.publishedBefore("csm_book"), owner))),
                    window)
                .all())
        .with("months", months.ahead())
        .with("months_before", months.forecastBefore())
        .with("shock", months.shock())
        .with("books", OwnersBooks.of(tables, owner))
        .with("bands", bandMoves(owner, listed))
        .with(
            "cuts", Map.of("green", settings.bands().green(), "yellow", settings.bands().yellow()))
        .with("pack", PackedLines.IN_A_PACK)
        .with("rows", list.rows(listed))
        .with("spark_days", list.days())
        .with("trust", new Trust(tables, settings.minimumChurned()).asMap())
        .asMap();
  }

  private static List<TableRow> books(List<TableRow> books, Optional<String> owner) {
    return books.stream().filter(row -> owner.isEmpty() || owner.equals(row.text("csm"))).toList();
  }

  /** That all is known, where it is: a feed that is late is told by a sentence of its own. */
  private Optional<String> fresh() {
    if (!feeds().isEmpty() || tables.published("account_health").isEmpty()) {
      return Optional.empty();
    }
    boolean isKnown =
        tables.stored("account_features", tables.asOf()).stream()
            .anyMatch(row -> row.number("usage_data_age_days").isPresent());
    return Optional.of(
        isKnown
            ? "Usage is known through " + DAY.format(tables.asOf()) + "."
            : "Usage is not known: the source gives none.");
  }

  private List<String> feeds() {
    if (tables.published("account_health").isEmpty()) {
      return List.of(
          "No account’s health, churn or renewal is known: this takes accounts and subscriptions, of which the source gives none.");
    }
    return tables.published("account_health").stream()
        .filter(row -> row.is("status", "customer"))
        .mapToLong(row -> (long) row.number("data_age_days").orElse(0))
        .filter(days -> days > 0)
        .boxed()
        .max(Long::compare)
        .map(
            days ->
                "The usage feed is late: it is known through "
                    + DAY.format(tables.asOf().minusDays(days))
                    + ". Until it comes, measures of usage keep their last full day’s values and alarm nobody.")
        .stream()
        .toList();
  }

  /**
   * Of an owner's page, how the bands of the listed accounts moved; else those of all customers.
   */
  private Map<String, Object> bandMoves(Optional<String> owner, List<TableRow> listed) {
    Set<String> accounts =
        listed.stream().map(row -> row.required("account_id")).collect(Collectors.toSet());
    return BandMoves.of(
        tables.stored("account_health", tables.asOf().minusMonths(3)),
        tables.asOf(),
        account -> owner.isEmpty() || accounts.contains(account));
  }

  private List<String> details(List<TableRow> listed) {
    Set<String> accounts = new LinkedHashSet<>();
    listed.forEach(row -> accounts.add(row.required("account_id")));
    AccountDetails details = new AccountDetails(tables, accounts);
    List<String> lines = new ArrayList<>();
    accounts.forEach(account -> lines.add(Json.line(details.of(account))));
    return lines;
  }
}
