package dev.bellwether.features;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Support and payment features by plain loops over generated tickets and invoices. */
final class FeatureOracle {

  /** A ticket as the source has it in the end; moments may be missing. */
  record Ticket(
      int number,
      String account,
      LocalDate arrived,
      LocalDateTime created,
      LocalDateTime answered,
      LocalDateTime solved,
      LocalDateTime reopened,
      LocalDateTime escalated,
      LocalDateTime rated,
      int score,
      String priority) {

    static final String COLUMNS =
        "ticket_id, account_id, arrived_on, created_at, first_response_at, first_solved_at,"
            + " last_solved_at, reopened_at, escalated_at, csat_at, csat_score, priority";

    String row() {
      return Stream.of(
              "t" + number,
              account,
              arrived,
              created,
              answered,
              number % 3 == 1 ? null : solved,
              number % 3 == 2 ? null : solved,
              reopened,
              escalated,
              rated,
              rated == null ? null : score,
              priority)
          .map(String::valueOf)
          .reduce((one, other) -> one + " | " + other)
          .orElseThrow();
    }

    boolean open(LocalDate date) {
      return !by(solved, date) || (by(reopened, date) && reopened.isAfter(solved));
    }
  }

  /** An invoice as the source has it in the end; days may be missing. */
  record Invoice(
      int number,
      String account,
      LocalDate issued,
      LocalDate due,
      int cents,
      LocalDate paid,
      LocalDate voided,
      LocalDate failed) {

    static final String COLUMNS =
        "invoice_id, account_id, issued_on, due_on, amount, paid_on, voided_on, payment_failed_on";

    String row() {
      return "i%03d | %s | %s | %s | %s | %s | %s | %s"
          .formatted(
              number, account, issued, due, BigDecimal.valueOf(cents, 2), paid, voided, failed);
    }
  }

  final List<Ticket> tickets = new ArrayList<>();
  final List<Invoice> invoices = new ArrayList<>();
  private final Random random;

  FeatureOracle(long seed, LocalDate first, int days) {
    random = new Random(seed);
    for (int i = 0; i < 120; i++) {
      tickets.add(ticket(i, first.plusDays(random.nextInt(days))));
      invoices.add(invoice(i, first.plusDays(random.nextInt(days))));
    }
  }

  private Ticket ticket(int number, LocalDate day) {
    LocalDateTime created = day.atTime(9, 0).plusMinutes(random.nextInt(600));
    LocalDateTime solved = later(created, 14 * 24 * 60);
    return new Ticket(
        number,
        "a" + random.nextInt(6),
        day.plusDays(random.nextInt(4) == 0 ? random.nextInt(15) : 0),
        created,
        later(created, 3 * 24 * 60),
        solved,
        solved == null ? null : later(solved, 9 * 24 * 60),
        later(created, 5 * 24 * 60),
        solved == null ? null : later(solved, 9 * 24 * 60),
        1 + random.nextInt(5),
        List.of("low", "high", "other").get(random.nextInt(3)));
  }

  private Invoice invoice(int number, LocalDate issued) {
    LocalDate due = issued.plusDays(14);
    LocalDate paid = random.nextInt(4) == 0 ? null : issued.plusDays(random.nextInt(40));
    return new Invoice(
        number,
        "a" + random.nextInt(6),
        issued,
        due,
        List.of(1000, 1000, 1000, 40, -900).get(random.nextInt(5)),
        paid,
        random.nextInt(6) == 0 ? due.plusDays(random.nextInt(30)) : null,
        random.nextInt(4) == 0 ? due.minusDays(random.nextInt(9)) : null);
  }

  private LocalDateTime later(LocalDateTime moment, int minutes) {
    // one in eight lies before its cause, as bad data has it
    int from = random.nextInt(8) == 0 ? -60 * 24 : 0;
    return random.nextInt(3) == 0 ? null : moment.plusMinutes(from + random.nextInt(minutes));
  }

  String support(String account, LocalDate date) {
    List<Ticket> quarter = tickets(account, date, t -> within(t.created(), date, 90));
    List<Ticket> solved = tickets(account, date, t -> within(t.solved(), date, 90));
    List<Ticket> open = tickets(account, date, t -> t.open(date));
    List<Ticket> rated = tickets(account, date, t -> within(t.rated(), date, 90));
    List<Ticket> timed = quarter.stream().filter(t -> valid(t, t.answered(), date)).toList();
    List<Ticket> resolved = solved.stream().filter(t -> valid(t, t.solved(), date)).toList();
    // a reopening said to precede the ticket leaves open whether it was reopened
    List<Ticket> told =
        solved.stream()
            .filter(t -> !by(t.reopened(), date) || !t.reopened().isBefore(t.created()))
            .toList();
    return String.join(
        " ",
        "" + tickets(account, date, t -> within(t.created(), date, 28)).size(),
        "" + quarter.size(),
        mean(timed, t -> minutes(t, t.answered())),
        share(quarter, t -> by(t.answered(), date)),
        mean(resolved, t -> minutes(t, t.solved()) / 60),
        share(told, t -> by(t.reopened(), date)),
        SlaOracle.breachRate(quarter, date),
        escalations(open, date),
        "" + open.size(),
        "" + open.stream().mapToLong(t -> age(t.created(), date)).max().orElse(0),
        share(rated, t -> t.score() >= 4));
  }

  /** Null where no open ticket tells, since each is said to be escalated before it came. */
  private static String escalations(List<Ticket> open, LocalDate date) {
    long told =
        open.stream()
            .filter(t -> !by(t.escalated(), date) || !t.escalated().isBefore(t.created()))
            .count();
    return !open.isEmpty() && told == 0
        ? "null"
        : "" + open.stream().filter(t -> valid(t, t.escalated(), date)).count();
  }

  String payments(String account, LocalDate date) {
    List<Invoice> known =
        invoices.stream()
            .filter(i -> i.account().equals(account) && !i.issued().isAfter(date))
            .toList();
    List<Invoice> standing = known.stream().filter(i -> !by(i.voided(), date)).toList();
    List<Invoice> pastDue = pastDue(standing, date);
    List<Invoice> due =
        standing.stream().filter(i -> i.cents() > 0 && within(i.due(), date, 90)).toList();
    long days =
        pastDue.stream().mapToLong(i -> ChronoUnit.DAYS.between(i.due(), date)).max().orElse(0);
    return String.join(
        " ",
        "" + days,
        share(due, i -> by(i.paid(), date) ? i.paid().isAfter(i.due()) : pastDue.contains(i)),
        "" + known.stream().filter(i -> within(i.failed(), date, 90)).count());
  }

  /** Open invoices, the oldest first, once credits have settled what they can, from 1.00 on. */
  private static List<Invoice> pastDue(List<Invoice> standing, LocalDate date) {
    List<Invoice> pastDue = new ArrayList<>();
    List<Invoice> open =
        standing.stream()
            .filter(i -> !by(i.paid(), date))
            .sorted(Comparator.comparing(Invoice::due).thenComparing(Invoice::number))
            .toList();
    int left = open.stream().mapToInt(Invoice::cents).filter(cents -> cents < 0).sum();
    for (Invoice invoice : open) {
      if (invoice.cents() > 0) {
        left += invoice.cents();
        if (left >= 100 && invoice.due().isBefore(date)) {
          pastDue.add(invoice);
        }
      }
    }
    return pastDue;
  }

  private List<Ticket> tickets(String account, LocalDate date, Predicate<Ticket> condition) {
    return tickets.stream()
        .filter(t -> t.account().equals(account) && by(t.created(), date))
        .filter(t -> !t.arrived().isAfter(date))
        .filter(condition)
        .toList();
  }

  private static boolean by(LocalDate day, LocalDate date) {
    return day != null && !day.isAfter(date);
  }

  static boolean by(LocalDateTime moment, LocalDate date) {
    return moment != null && by(moment.toLocalDate(), date);
  }

  private static boolean valid(Ticket ticket, LocalDateTime moment, LocalDate date) {
    return by(moment, date) && !moment.isBefore(ticket.created());
  }

  private static boolean within(LocalDate day, LocalDate date, int days) {
    return by(day, date) && day.isAfter(date.minusDays(days));
  }

  private static boolean within(LocalDateTime moment, LocalDate date, int days) {
    return moment != null && within(moment.toLocalDate(), date, days);
  }

  private static long age(LocalDateTime moment, LocalDate date) {
    return ChronoUnit.DAYS.between(moment.toLocalDate(), date);
  }

  static double minutes(Ticket ticket, LocalDateTime to) {
    return ChronoUnit.MINUTES.between(ticket.created(), to);
  }

  private static <T> String mean(List<T> all, java.util.function.ToDoubleFunction<T> value) {
    return rounded(all.stream().mapToDouble(value).average().orElse(Double.NaN));
  }

  private static <T> String share(List<T> all, Predicate<T> condition) {
    return mean(all, one -> condition.test(one) ? 1 : 0);
  }

  static String rounded(double value) {
    return Double.isNaN(value) ? "null" : "%.3f".formatted(value);
  }
}
