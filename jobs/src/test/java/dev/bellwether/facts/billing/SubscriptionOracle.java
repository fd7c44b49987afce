package dev.bellwether.facts.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What subscriptions come to, by plain loops over days, as shared/definitions has it: slow, and
 * right by its looks. Every test of revenue, terms and churn asks it.
 */
public final class SubscriptionOracle {
  public static final int GAP = 31;

  /** From when to when an account was a customer; no end while none is known. */
  public record Spell(LocalDate start, LocalDate end, boolean noticed) {}

  private final Map<String, List<Version>> versions = new LinkedHashMap<>();
  private final TreeMap<LocalDate, BigDecimal> rates = new TreeMap<>();

  public SubscriptionOracle(Collection<Version> all, Map<LocalDate, BigDecimal> dollarRates) {
    for (Version version : all) {
      versions.computeIfAbsent(version.id(), any -> new ArrayList<>()).add(version);
    }
    rates.putAll(dollarRates);
  }

  /** What was known of an account's paid subscriptions on a day. */
  public List<Version> paid(String account, LocalDate known) {
    List<Version> paid = new ArrayList<>();
    for (List<Version> each : versions.values()) {
      each.stream()
          .filter(version -> !version.arrived().isAfter(known))
          .max(Comparator.comparing(Version::arrived))
          .filter(version -> version.account().equals(account))
          .filter(version -> !version.start().isAfter(known))
          .filter(version -> !version.trial() && version.mrr().signum() > 0)
          .filter(version -> end(version, known).isAfter(version.start()))
          .ifPresent(paid::add);
    }
    return paid;
  }

  /** First day without service as known on a day; the end of time while none is. */
  static LocalDate end(Version version, LocalDate known) {
    if (version.deleted()) {
      boolean ended = version.end() != null && version.end().isBefore(version.arrived());
      return ended ? version.end() : version.arrived();
    }
    boolean noticed = happened(version.notice(), known);
    boolean withdrawn =
        noticed
            && happened(version.withdrawn(), known)
            && !version.withdrawn().isBefore(version.notice());
    boolean told = version.end() != null && (noticed || happened(version.end(), known));
    if (told && !(withdrawn && version.end().isAfter(known))) {
      return version.end();
    }
    return noticed && !withdrawn && !told ? endOfNoticedTerm(version) : LocalDate.MAX;
  }

  private static LocalDate endOfNoticedTerm(Version version) {
    return nextRenewal(version, version.notice())
        .orElse(version.notice().plusDays(version.noticeDays()));
  }

  static boolean underNotice(Version version, LocalDate known) {
    return happened(version.notice(), known)
        && !(happened(version.withdrawn(), known)
            && !version.withdrawn().isBefore(version.notice()));
  }

  private static boolean happened(LocalDate day, LocalDate known) {
    return day != null && !day.isAfter(known);
  }

  /** The ends of a subscription's terms, as far as anybody looks. */
  public static List<LocalDate> termEnds(LocalDate start, LocalDate renewalDate, Integer months) {
    LocalDate renewal = renewalDate != null && renewalDate.isAfter(start) ? renewalDate : null;
    List<LocalDate> ends = new ArrayList<>();
    if (months == null) {
      return renewal == null ? ends : List.of(renewal);
    }
    for (int term = 1; term <= 120; term++) {
      ends.add(start.plusMonths((long) term * months));
    }
    if (renewal == null || ends.contains(renewal)) {
      return ends;
    }
    ends.clear();
    for (int term = -120; term <= 120; term++) {
      LocalDate end = renewal.plusMonths((long) term * months);
      boolean isShort = end.isBefore(start.plusMonths(months).minusDays(3));
      if (end.isAfter(start) && (!isShort || term >= 0)) {
        ends.add(end);
      }
    }
    return ends;
  }

  static LocalDate decision(Version version, LocalDate termEnd) {
    return version.automatic() ? termEnd.minusDays(version.noticeDays()) : termEnd;
  }

  /** The first renewal that may still be decided on a day. */
  static Optional<LocalDate> nextRenewal(Version version, LocalDate day) {
    return termEnds(version.start(), version.renewal(), version.months()).stream()
        .filter(end -> !decision(version, end).isBefore(day))
        .findFirst();
  }

  public boolean isCustomer(String account, LocalDate day, LocalDate known) {
    return !serving(account, day, known).isEmpty();
  }

  private List<Version> serving(String account, LocalDate day, LocalDate known) {
    return paid(account, known).stream()
        .filter(paid -> !paid.start().isAfter(day) && end(paid, known).isAfter(day))
        .toList();
  }

  /** Revenue of a day as known on another, at the rate of a third. */
  public BigDecimal mrr(String account, LocalDate day, LocalDate known, LocalDate rateDay) {
    return serving(account, day, known).stream()
        .map(paid -> converted(paid, rateDay))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .setScale(4);
  }

  private BigDecimal converted(Version paid, LocalDate day) {
    Map.Entry<LocalDate, BigDecimal> rate =
        paid.currency().equals("USD") ? rates.floorEntry(day) : null;
    BigDecimal worth = rate == null ? BigDecimal.ONE : rate.getValue();
    return paid.mrr().multiply(worth).setScale(4, RoundingMode.HALF_UP);
  }

  /** The account's spells as known on a day, by walking through its days. */
  public List<Spell> spells(String account, LocalDate known) {
    List<Version> paid = paid(account, known);
    List<Spell> spells = new ArrayList<>();
    LocalDate start = null;
    LocalDate last = paid.stream().map(Version::start).min(LocalDate::compareTo).orElse(known);
    for (LocalDate day = last; !day.isAfter(known.plusYears(15)); day = day.plusDays(1)) {
      boolean served = isServed(paid, day, known);
      if (served) {
        start = start == null ? day : start;
      } else if (start != null && isServed(paid, day.minusDays(1), known)) {
        boolean noticed = endsUnderNotice(paid, day, known);
        if (noticed || !returns(paid, day)) {
          spells.add(new Spell(start, day, noticed));
          start = null;
        }
      }
    }
    if (start != null) {
      spells.add(new Spell(start, null, false));
    }
    return spells;
  }

  private static boolean isServed(List<Version> paid, LocalDate day, LocalDate known) {
    return paid.stream().anyMatch(one -> !one.start().isAfter(day) && end(one, known).isAfter(day));
  }

  /** Whether every subscription of the day before an end was under notice. */
  private static boolean endsUnderNotice(List<Version> paid, LocalDate end, LocalDate known) {
    return paid.stream()
        .filter(one -> one.start().isBefore(end) && !end(one, known).isBefore(end))
        .allMatch(one -> underNotice(one, known));
  }

  private static boolean returns(List<Version> paid, LocalDate end) {
    return paid.stream()
        .map(Version::start)
        .anyMatch(start -> start.isAfter(end) && !start.isAfter(end.plusDays(GAP)));
  }

  public LocalDate lastCustomerDay(String account, LocalDate known) {
    for (LocalDate day = known; day.isAfter(known.minusYears(5)); day = day.minusDays(1)) {
      if (isCustomer(account, day, known)) {
        return day;
      }
    }
    return null;
  }

  LocalDate customerSince(String account, LocalDate known) {
    List<Spell> spells = spells(account, known);
    return spells.get(spells.size() - 1).start();
  }

  public String status(String account, LocalDate known) {
    LocalDate end = lastCustomerDay(account, known).plusDays(1);
    if (end.isAfter(known)) {
      return "customer";
    }
    boolean passed = !known.isBefore(end.plusDays(GAP));
    return passed || endsUnderNotice(paid(account, known), end, known) ? "churned" : "lapsed";
  }

  /** The decision that comes next, and its renewal; none under notice, nor of former customers. */
  Optional<LocalDate[]> nextDecision(String account, LocalDate known) {
    return serving(account, known, known).stream()
        .filter(paid -> !underNotice(paid, known))
        .flatMap(
            paid ->
                nextRenewal(paid, known).stream()
                    .map(end -> new LocalDate[] {decision(paid, end), end}))
        .min(Comparator.comparing((LocalDate[] next) -> next[0]).thenComparing(next -> next[1]));
  }
}
