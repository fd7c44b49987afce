package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How revenue and customers of the whole company were retained, by {@code retention_monthly} with
 * gaps bridged: what is shown of a month is final; and how long customers, and those of each
 * cohort, stay, by {@code retention_cohort}, unless that was made again after the night.
 */
final class Retention {
  private static final int COHORTS_SHOWN = 12;

  /** Ages at which what is left of cohorts is shown. */
  private static final List<Long> AGES = List.of(1L, 3L, 6L, 12L, 24L, 36L);

  /** Customers below which a curve says more of them than of the company. */
  private static final long FEWEST_AT_RISK = 10;

  private final List<TableRow> months;
  private final List<TableRow> asSeen;
  private final List<TableRow> ages;
  private final Map<String, List<TableRow>> cohorts;

  Retention(NightTables tables) {
    this.months =
        tables.stored("retention_monthly", LocalDate.EPOCH).stream()
            .filter(row -> row.is("gaps", "bridged") && row.is("cut", "all"))
            .filter(row -> !row.date("month").orElseThrow().isAfter(tables.asOf()))
            .sorted(Comparator.comparing(row -> row.date("month").orElseThrow()))
            .toList();
    this.asSeen =
        tables.stored("retention_monthly", LocalDate.EPOCH).stream()
            .filter(row -> row.is("gaps", "as_seen") && row.is("cut", "all"))
            .toList();
    List<TableRow> curves =
        tables.stored("retention_cohort", LocalDate.EPOCH).stream()
            .filter(
                row -> row.date("known_on").filter(day -> !day.isAfter(tables.asOf())).isPresent())
            .sorted(Comparator.comparing(row -> row.count("months")))
            .toList();
    this.ages = unbroken(curves.stream().filter(row -> row.is("cut", "all")).toList());
    this.cohorts =
        curves.stream()
            .filter(row -> row.is("cut", "cohort"))
            .collect(groupingBy(row -> row.required("cut_value"), TreeMap::new, toList()));
  }

  /**
   * The curve up to the first age that is missing or of too few, since what follows rests on it.
   */
  private static List<TableRow> unbroken(List<TableRow> curve) {
    int told = 0;
    while (told < curve.size()
        && curve.get(told).count("months") == told + 1
        && curve.get(told).count("customers_at_risk") >= FEWEST_AT_RISK) {
      told++;
    }
    return curve.subList(0, told);
  }

  /** Rates of each month, and the movements of the last one; without either where none is known. */
  Map<String, Object> asMap() {
    return new Fields()
        .with("months", months.stream().map(Retention::rates).toList())
        .with("last", last().map(Retention::movements))
        .with("open", last().flatMap(this::open))
        .with("ages", ages.stream().map(Retention::left).toList())
        .with("cohorts", cohorts())
        .with("cohort_ages", AGES)
        .asMap();
  }

  /** The latest cohorts that began with enough customers, the earliest of them first. */
  private List<Map<String, Object>> cohorts() {
    List<String> told =
        cohorts.entrySet().stream()
            .filter(cohort -> began(cohort.getValue()) >= FEWEST_AT_RISK)
            .map(Map.Entry::getKey)
            .toList();
    return told.subList(Math.max(0, told.size() - COHORTS_SHOWN), told.size()).stream()
        .map(name -> cohort(name, cohorts.get(name)))
        .toList();
  }

  /** Customers of the first month of life; none where that was not seen. */
  private static long began(List<TableRow> ages) {
    return ages.get(0).count("months") == 1 ? ages.get(0).count("customers_at_risk") : 0;
  }

  private static Map<String, Object> cohort(String name, List<TableRow> ages) {
    return new Fields()
        .with("cohort", name)
        .with("customers", began(ages))
        .with(
            "left",
            ages.stream()
                .filter(row -> AGES.contains(row.count("months")))
                .map(Retention::left)
                .toList())
        .asMap();
  }

  private Optional<TableRow> last() {
    return months.isEmpty() ? Optional.empty() : Optional.of(months.get(months.size() - 1));
  }

  /** Customers of a month that have lapsed and may come back yet. */
  private Optional<Map<String, Object>> open(TableRow month) {
    return asSeen.stream()
        .filter(row -> row.date("month").equals(month.date("month")))
        .filter(row -> row.number("provisional_customers").orElse(0) > 0)
        .map(
            row ->
                new Fields()
                    .with("customers", row.number("provisional_customers"))
                    .with("until", row.date("provisional_until"))
                    .asMap())
        .findFirst();
  }

  private static Map<String, Object> rates(TableRow row) {
    return new Fields()
        .with("month", row.date("month"))
        .with("nrr", row.number("net_revenue_retention_12m"))
        .with("grr", row.number("gross_revenue_retention_12m"))
        .with("customers", row.number("customers_12m_before"))
        .asMap();
  }

  private static Map<String, Object> left(TableRow row) {
    return new Fields()
        .with("months", row.count("months"))
        .with("customers", row.count("customers_at_risk"))
        .with("kept", row.number("customer_retention"))
        .with("low", row.number("customer_retention_low"))
        .with("high", row.number("customer_retention_high"))
        .asMap();
  }

  private static Map<String, Object> movements(TableRow row) {
    return new Fields()
        .with("month", row.date("month"))
        .with("nrr", row.number("net_revenue_retention"))
        .with("grr", row.number("gross_revenue_retention"))
        .with("customers_before", row.count("customers_before"))
        .with("customers", row.count("customers"))
        .with("new_customers", row.count("new_customers"))
        .with("reactivated_customers", row.count("reactivated_customers"))
        .with("churned_customers", row.count("churned_customers"))
        .with("unpriced", row.count("unpriced_customers"))
        .with("mrr_before", row.decimal("mrr_before"))
        .with("new_mrr", row.decimal("new_mrr"))
        .with("reactivation_mrr", row.decimal("reactivation_mrr"))
        .with("expansion_mrr", row.decimal("expansion_mrr"))
        .with("contraction_mrr", row.decimal("contraction_mrr"))
        .with("churn_mrr", row.decimal("churn_mrr"))
        .with("mrr_after", row.decimal("mrr_at_rates_before"))
        .asMap();
  }
}
