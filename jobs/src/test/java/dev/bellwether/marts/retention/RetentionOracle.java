package dev.bellwether.marts.retention;

import dev.bellwether.facts.billing.SubscriptionOracle;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Retention by plain loops over accounts. */
final class RetentionOracle {
  private final SubscriptionOracle subscriptions;
  private final List<String> accounts;

  RetentionOracle(SubscriptionOracle subscriptions, List<String> accounts) {
    this.subscriptions = subscriptions;
    this.accounts = accounts;
  }

  /** An account at both ends of a period. */
  private record Ends(
      boolean was, boolean is, boolean paid, BigDecimal before, BigDecimal after, BigDecimal now) {}

  private Ends ends(String account, LocalDate from, LocalDate to, boolean bridged) {
    boolean paid = !subscriptions.paid(account, from).isEmpty();
    if (!bridged) {
      return new Ends(
          subscriptions.isCustomer(account, from, from),
          subscriptions.isCustomer(account, to, to),
          paid,
          subscriptions.mrr(account, from, from, from),
          subscriptions.mrr(account, to, to, from),
          subscriptions.mrr(account, to, to, to));
    }
    return new Ends(
        stays(account, from),
        stays(account, to),
        paid,
        lastRevenue(account, from, from),
        lastRevenue(account, to, from),
        lastRevenue(account, to, to));
  }

  private boolean stays(String account, LocalDate day) {
    return subscriptions.lastCustomerDay(account, day) != null
        && !subscriptions.status(account, day).equals("churned");
  }

  private BigDecimal lastRevenue(String account, LocalDate day, LocalDate rateDay) {
    return stays(account, day)
        ? subscriptions.mrr(account, subscriptions.lastCustomerDay(account, day), day, rateDay)
        : BigDecimal.ZERO.setScale(4);
  }

  /** A group's row, in the words of {@link RetentionMonthlyOracleTest#COLUMNS}. */
  String month(LocalDate month, boolean bridged, Predicate<String> inGroup) {
    LocalDate before = month.withDayOfMonth(1).minusDays(1);
    int[] n = new int[6];
    BigDecimal[] sums = new BigDecimal[9];
    java.util.Arrays.fill(sums, BigDecimal.ZERO.setScale(4));
    LocalDate until = null;
    for (String account : accounts.stream().filter(inGroup).toList()) {
      Ends ends = ends(account, before, month, bridged);
      BigDecimal change = ends.after.subtract(ends.before);
      n[0] += ends.was ? 1 : 0;
      n[1] += ends.is ? 1 : 0;
      int movement = !ends.was && ends.is ? ends.paid ? 3 : 2 : ends.was && !ends.is ? 4 : 0;
      n[movement == 0 ? 5 : movement] += 1;
      sums[0] = sums[0].add(ends.before);
      int kind = movement == 0 ? change.signum() > 0 ? 5 : change.signum() < 0 ? 6 : 8 : movement;
      sums[kind] = sums[kind].add(change);
      sums[7] = sums[7].add(ends.now);
      boolean lapsed = movement == 4 && stays(account, month);
      if (lapsed && !bridged) {
        LocalDate decided = subscriptions.lastCustomerDay(account, month).plusDays(1 + 31);
        until = until == null || decided.isAfter(until) ? decided : until;
      }
    }
    return String.join(
        " ",
        "" + n[0],
        "" + n[1],
        "" + n[2],
        "" + n[3],
        "" + n[4],
        "" + sums[0],
        "" + sums[2],
        "" + sums[3],
        "" + sums[5],
        "" + sums[6],
        "" + sums[4],
        "" + sums[7],
        "" + until,
        rates(before, month, bridged, inGroup),
        rates(month.plusDays(1).minusMonths(12).minusDays(1), month, bridged, inGroup));
  }

  boolean isTold(LocalDate month, boolean bridged, Predicate<String> inGroup) {
    return List.of(
            month.withDayOfMonth(1).minusDays(1), month.plusDays(1).minusYears(1).minusDays(1))
        .stream()
        .anyMatch(
            from ->
                accounts.stream()
                    .filter(inGroup)
                    .map(account -> ends(account, from, month, bridged))
                    .anyMatch(ends -> ends.was || ends.is));
  }

  /** Retention of customers, net and gross retention of revenue. */
  private String rates(LocalDate from, LocalDate to, boolean bridged, Predicate<String> inGroup) {
    int start = 0;
    int kept = 0;
    double before = 0;
    double net = 0;
    double gross = 0;
    for (String account : accounts.stream().filter(inGroup).toList()) {
      Ends ends = ends(account, from, to, bridged);
      if (ends.was) {
        start++;
        kept += ends.is ? 1 : 0;
        before += ends.before.doubleValue();
        net += ends.after.doubleValue();
        gross += ends.after.min(ends.before).doubleValue();
      }
    }
    return String.join(" ", share(kept, start), share(net, before), share(gross, before));
  }

  static String share(double part, double whole) {
    return whole == 0 ? "null" : String.format(Locale.ROOT, "%.6f", part / whole);
  }

  /** The curve of customers and that of revenue, of a group, as known on a day. */
  List<String> curve(LocalDate known, Predicate<String> inGroup) {
    LocalDate through = known.minusDays(SubscriptionOracle.GAP);
    List<String> lines = new ArrayList<>();
    double customers = 1;
    double revenue = 1;
    for (int k = 1; k <= 60; k++) {
      int atRisk = 0;
      int churned = 0;
      BigDecimal before = BigDecimal.ZERO.setScale(2);
      BigDecimal after = BigDecimal.ZERO.setScale(2);
      for (String account : accounts.stream().filter(inGroup).toList()) {
        for (SubscriptionOracle.Spell spell : subscriptions.spells(account, known)) {
          LocalDate from = spell.start().plusMonths(k - 1);
          LocalDate to = spell.start().plusMonths(k);
          boolean was = spell.end() == null || spell.end().isAfter(from);
          boolean stays = spell.end() == null || spell.end().isAfter(to);
          if (was && !to.isAfter(through)) {
            atRisk++;
            churned += stays ? 0 : 1;
            before = before.add(cents(subscriptions.mrr(account, from, known, known)));
            after = stays ? after.add(cents(subscriptions.mrr(account, to, known, known))) : after;
          }
        }
      }
      if (atRisk > 0) {
        customers *= 1 - (double) churned / atRisk;
        revenue *= after.doubleValue() / before.doubleValue();
        lines.add(
            String.join(
                " ",
                "" + k,
                "" + atRisk,
                "" + churned,
                "" + before,
                "" + after,
                share(customers, 1),
                Double.isFinite(revenue) ? share(revenue, 1) : "null"));
      }
    }
    return lines;
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, java.math.RoundingMode.HALF_UP);
  }
}
