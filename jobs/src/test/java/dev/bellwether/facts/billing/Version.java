package dev.bellwether.facts.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A subscription as the source had it from the day on which this version arrived. */
public record Version(
    String id,
    String account,
    LocalDate arrived,
    boolean deleted,
    LocalDate start,
    LocalDate end,
    LocalDate notice,
    LocalDate withdrawn,
    LocalDate renewal,
    Integer months,
    boolean automatic,
    int noticeDays,
    BigDecimal mrr,
    boolean trial,
    String currency) {

  public static final String COLUMNS =
      "subscription_id, account_id, arrived_on, deleted, start_date, end_date, notice_on,"
          + " notice_withdrawn_on, renewal_date, term_months, auto_renew, notice_period_days, mrr,"
          + " is_trial, currency, batch_no";

  /** Its row of the staging table; batches are numbered by the day. */
  String row() {
    return Stream.of(
            id,
            account,
            arrived,
            deleted,
            start,
            end,
            notice,
            withdrawn,
            renewal,
            months,
            automatic,
            noticeDays,
            mrr,
            trial,
            currency,
            arrived.toEpochDay())
        .map(String::valueOf)
        .collect(Collectors.joining(" | "));
  }

  public static String[] rows(List<Version> versions) {
    return versions.stream().map(Version::row).toArray(String[]::new);
  }

  /** Sixty subscriptions of fifteen accounts; half were booked late, or changed or went missing. */
  public static List<Version> generated(long seed, LocalDate first, int days) {
    Random random = new Random(seed);
    List<Version> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Version one = one(i, first.plusDays(random.nextInt(days)), random);
      all.add(one);
      if (random.nextInt(3) == 0) {
        all.add(later(one, random));
      }
    }
    return all;
  }

  private static Version later(Version one, Random random) {
    LocalDate arrives = one.arrived.plusDays(1 + random.nextInt(120));
    Version other = one(0, one.start, random);
    return new Version(
        one.id,
        one.account,
        arrives,
        random.nextInt(3) == 0,
        one.start,
        random.nextBoolean() ? one.end : other.end,
        random.nextBoolean() ? one.notice : null,
        one.withdrawn,
        one.renewal,
        one.months,
        one.automatic,
        one.noticeDays,
        random.nextBoolean() ? one.mrr : other.mrr,
        one.trial,
        one.currency);
  }

  private static Version one(int number, LocalDate start, Random random) {
    boolean ends = random.nextInt(3) > 0;
    LocalDate end = ends ? start.plusDays(random.nextInt(150)) : null;
    boolean noticed = random.nextInt(ends ? 2 : 6) == 0;
    LocalDate notice = (ends ? end : start.plusDays(150)).minusDays(random.nextInt(40));
    LocalDate withdrawn = random.nextInt(4) == 0 ? notice.plusDays(random.nextInt(30)) : null;
    Integer months = random.nextInt(4) == 0 ? null : List.of(1, 3, 12).get(random.nextInt(3));
    return new Version(
        "s" + number,
        "a" + random.nextInt(15),
        start.plusDays(random.nextInt(4) == 0 ? random.nextInt(60) : 0),
        false,
        start,
        end,
        noticed ? notice : null,
        noticed ? withdrawn : null,
        random.nextInt(3) == 0 ? renewal(start, months, random) : null,
        months,
        random.nextBoolean(),
        15 * random.nextInt(5),
        BigDecimal.valueOf(random.nextInt(20_000), 2),
        random.nextInt(10) == 0,
        random.nextInt(3) == 0 ? "USD" : "EUR");
  }

  /** Half of them whole terms after the start, the others anywhere. */
  private static LocalDate renewal(LocalDate start, Integer months, Random random) {
    int terms = 1 + random.nextInt(3);
    return months != null && random.nextBoolean()
        ? start.plusMonths((long) months * terms)
        : start.plusDays(random.nextInt(500));
  }
}
