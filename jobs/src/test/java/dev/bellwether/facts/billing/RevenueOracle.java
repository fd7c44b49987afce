package dev.bellwether.facts.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recurring revenue by plain loops over days: slow, and right by its looks. */
final class RevenueOracle {
  static final int GAP = 31;

  /** A subscription as the source has it in the end. */
  record Subscription(
      String id,
      String account,
      LocalDate start,
      LocalDate end,
      LocalDate notice,
      BigDecimal mrr,
      boolean trial,
      String currency) {

    /** The end as far as it was known on a day. */
    LocalDate endKnownOn(LocalDate day) {
      boolean known =
          end != null && (!end.isAfter(day) || (notice != null && !notice.isAfter(day)));
      return known ? end : null;
    }

    boolean paidOn(LocalDate day, LocalDate known) {
      LocalDate last = endKnownOn(known);
      return !trial
          && mrr.signum() > 0
          && !start.isAfter(day)
          && !start.isAfter(known)
          && (last == null || last.isAfter(day));
    }

    String row() {
      return String.join(
          " | ", id, account, "" + start, "" + end, "" + notice, "" + mrr, currency, "" + trial);
    }
  }

  private final List<Subscription> subscriptions;
  private final List<LocalDate> rateDays;
  private final List<BigDecimal> rates;

  RevenueOracle(List<Subscription> subscriptions, List<LocalDate> days, List<BigDecimal> rates) {
    this.subscriptions = subscriptions;
    this.rateDays = days;
    this.rates = rates;
  }

  static List<Subscription> generated(long seed, LocalDate first, int days) {
    Random random = new Random(seed);
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      LocalDate start = first.plusDays(random.nextInt(days));
      LocalDate end = random.nextInt(3) == 0 ? null : start.plusDays(random.nextInt(150));
      boolean notified = end != null && random.nextBoolean();
      LocalDate notice = notified ? end.minusDays(random.nextInt(40)) : null;
      all.add(
          new Subscription(
              "s" + i,
              "a" + random.nextInt(15),
              start,
              end,
              notice,
              BigDecimal.valueOf(random.nextInt(20_000), 2),
              random.nextInt(10) == 0,
              random.nextInt(3) == 0 ? "USD" : "EUR"));
    }
    return all;
  }

  boolean isCustomer(String account, LocalDate day, LocalDate known) {
    return paying(account, day, known).findAny().isPresent();
  }

  /** Revenue of a day as known on a later one, at the rate of a third. */
  BigDecimal mrr(String account, LocalDate day, LocalDate known, LocalDate rateDay) {
    return paying(account, day, known)
        .map(subscription -> converted(subscription, rateDay))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .setScale(4);
  }

  LocalDate lastCustomerDay(String account, LocalDate known) {
    return before(known, known.minusYears(5)).stream()
        .filter(day -> isCustomer(account, day, known))
        .findFirst()
        .orElse(null);
  }

  LocalDate customerSince(String account, LocalDate known) {
    LocalDate since = lastCustomerDay(account, known);
    int silent = 0;
    for (LocalDate day : before(since, known.minusYears(5))) {
      silent = isCustomer(account, day, known) ? 0 : silent + 1;
      if (silent >= GAP) {
        break;
      }
      since = silent == 0 ? day : since;
    }
    return since;
  }

  String status(String account, LocalDate known) {
    LocalDate last = lastCustomerDay(account, known);
    if (last.equals(known)) {
      return "customer";
    }
    boolean notice =
        paying(account, last, known)
            .allMatch(s -> s.notice() != null && !s.notice().isAfter(known));
    boolean gapPassed = !known.isBefore(last.plusDays(1 + GAP));
    return notice || gapPassed ? "churned" : "lapsed";
  }

  private java.util.stream.Stream<Subscription> paying(
      String account, LocalDate day, LocalDate known) {
    return subscriptions.stream()
        .filter(subscription -> subscription.account().equals(account))
        .filter(subscription -> subscription.paidOn(day, known));
  }

  private BigDecimal converted(Subscription subscription, LocalDate day) {
    BigDecimal rate = BigDecimal.ONE;
    for (int i = 0; subscription.currency().equals("USD") && i < rateDays.size(); i++) {
      rate = rateDays.get(i).isAfter(day) ? rate : rates.get(i);
    }
    return subscription.mrr().multiply(rate).setScale(4, RoundingMode.HALF_UP);
  }

  private static List<LocalDate> before(LocalDate last, LocalDate first) {
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = last; !day.isBefore(first); day = day.minusDays(1)) {
      days.add(day);
    }
    return days;
  }
}
