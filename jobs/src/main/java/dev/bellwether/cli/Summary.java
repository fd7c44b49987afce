package dev.bellwether.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.bellwether.features.Freshness;
import dev.bellwether.platform.asof.Dates;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The end of a run: where to look, how accounts stand, and the five most at risk. */
final class Summary {
  private final String home;
  private final Map<String, Dataset<Row>> tables;
  private final Optional<String> page;
  private final Console console;

  /**
   * @param tables the tables that the run made, by name
   * @param page the page that people open, where there is one
   */
  Summary(String home, Map<String, Dataset<Row>> tables, Optional<String> page, Console console) {
    this.home = home;
    this.tables = tables;
    this.page = page;
    this.console = console;
  }

  void print(LocalDate asOf, double seconds) {
    boolean knowsCustomers = tables.containsKey("account_health");
    console.line("");
    if (knowsCustomers) {
      printCustomers(asOf);
    } else {
      console.line("No account's health, churn or renewal is known: the source gives no");
      console.line("subscriptions. From its tickets the tables of support are made, by month.");
    }
    console.line("");
    page.ifPresent(file -> console.line("Open:       " + file));
    console.line("Published:  " + home + "/published (current.json names the newest)");
    console.line("Tables:     " + home + "/warehouse (Delta)");
    String first = knowsCustomers ? "renewal_risk" : "support_performance_monthly";
    console.line("Look:       ./bellwether show " + first + " --home " + home);
    console.line("Refused:    ./bellwether show quarantine --home " + home);
    console.line("Doubtful:   ./bellwether show input_warning --home " + home);
    console.line(String.format(Locale.ROOT, "Done in %.1f s.", seconds));
  }

  private void printCustomers(LocalDate asOf) {
    List<Row> bands = bands(asOf);
    console.line("Health as of " + asOf + ": " + inWords(bands));
    lateFeed(asOf, bands).ifPresent(console::line);
    drifts(asOf).forEach(console::line);
    List<Row> risks = mostAtRisk(asOf);
    console.line(risks.isEmpty() ? "No account has a decision ahead." : "Most at risk:");
    for (Row risk : risks) {
      console.line(riskLine(risk));
      console.line("       " + reasons(risk));
    }
  }

  /** A row per band: how many customers are in it, and how old their oldest data are. */
  private List<Row> bands(LocalDate asOf) {
    return Dates.only(tables.get("account_health"), List.of(asOf))
        .where(col("status").equalTo("customer"))
        .groupBy("band")
        .agg(count(lit(1)).as("customers"), max("data_age_days").as("data_age_days"))
        .orderBy("band")
        .collectAsList();
  }

  private static String inWords(List<Row> bands) {
    return bands.stream()
        .map(band -> band.getAs("customers") + " " + band.getAs("band"))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> lateFeed(LocalDate asOf, List<Row> bands) {
    return bands.stream()
        .map(band -> band.<Integer>getAs("data_age_days"))
        .filter(days -> days != null && days > 0)
        .max(Comparator.naturalOrder())
        .map(
            days ->
                "The usage feed is late: it is known through "
                    + asOf.minusDays(days)
                    + ", and measures of usage are "
                    + (days > Freshness.OLDEST_DAYS ? "unknown." : "stale, those of that day."));
  }

  /** What a month-end tells of the churn model that no longer fits; most often nothing. */
  private List<String> drifts(LocalDate asOf) {
    return Dates.only(tables.get("churn_drift"), List.of(asOf))
        .where(col("drifted").and(col("subject").equalTo("probability")))
        .orderBy("kind")
        .collectAsList()
        .stream()
        .map(Summary::drift)
        .toList();
  }

  private static String drift(Row drift) {
    String model = "The churn model " + drift.getAs("model_id") + " has drifted: ";
    return drift.getAs("kind").equals("calibration")
        ? String.format(
            Locale.ROOT,
            "%s%d have churned within 30 days of the last three month-ends that tell, where it"
                + " expected %.0f.",
            model,
            drift.<Long>getAs("observed"),
            drift.<Double>getAs("expected"))
        : String.format(
            Locale.ROOT,
            "%scustomers are spread over its probabilities in another way (stability index %.2f).",
            model,
            drift.<Double>getAs("value"));
  }

  private List<Row> mostAtRisk(LocalDate asOf) {
    return Dates.only(tables.get("renewal_risk"), List.of(asOf))
        .where(col("rank").leq(5))
        .orderBy("rank")
        .collectAsList();
  }

  private static String riskLine(Row risk) {
    BigDecimal probability = risk.getAs("churn_probability");
    BigDecimal loss = risk.getAs("expected_arr_loss");
    List<String> parts = new ArrayList<>();
    parts.add(risk.getAs("band"));
    parts.add(
        String.format(
            Locale.ROOT, "%,.0f ARR to decide", risk.<BigDecimal>getAs("available_to_renew_arr")));
    Date decision = risk.getAs("decision_date");
    boolean isPast = decision.before(risk.<Date>getAs("as_of_date"));
    parts.add((isPast ? "open since " : "by ") + decision);
    parts.add(
        probability == null
            ? "churn unknown (too few outcomes)"
            : String.format(
                Locale.ROOT,
                "churn %.0f %%, expected loss %,.0f",
                probability.doubleValue() * 100,
                loss));
    Object name = Objects.requireNonNullElse(risk.getAs("account_name"), risk.getAs("account_id"));
    return String.format(
        Locale.ROOT,
        "  %2d. %-24s %s",
        risk.<Number>getAs("rank").intValue(),
        name,
        String.join(", ", parts));
  }

  private static String reasons(Row risk) {
    String reasons =
        Stream.of("reason_1", "reason_2", "reason_3")
            .map(reason -> risk.<String>getAs(reason))
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "nothing stands out that somebody could act on" : reasons;
  }
}
