package dev.bellwether.facts.activity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Usage by plain loops over events: slow, and right by its looks. */
final class UsageOracle {

  /** An event as the source tells it. */
  record Event(
      int number,
      String account,
      Long user,
      LocalDate day,
      LocalDate arrived,
      String feature,
      Long count,
      Long errors,
      String actor) {

    boolean knownOn(LocalDate date) {
      return !day.isAfter(date) && !arrived.isAfter(date);
    }

    boolean byUser() {
      return actor == null || actor.equals("user");
    }

    boolean isNamed() {
      return user != null;
    }

    long events() {
      return count == null ? 1 : count;
    }

    String row() {
      return String.join(
          " | ",
          "e" + number,
          account,
          "" + user,
          day + " 12:00:00",
          "" + arrived,
          "" + feature,
          "" + count,
          "" + errors,
          "" + actor);
    }
  }

  static final String COLUMNS =
      "event_id, account_id, user_key, occurred_at, arrived_on, feature, events, errors, actor";

  private static final String[] ACTORS = {"user", null, null, "staff", "api"};

  private final List<Event> events;

  UsageOracle(List<Event> events) {
    this.events = events;
  }

  static List<Event> generated(long seed, LocalDate first, int days) {
    Random random = new Random(seed);
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      LocalDate day = first.plusDays(random.nextInt(days));
      int late = random.nextInt(5) == 0 ? random.nextInt(20) - 3 : 0;
      String account = "a" + random.nextInt(4);
      boolean named = !account.equals("a3") && random.nextInt(8) > 0;
      all.add(
          new Event(
              i,
              account,
              named ? (long) random.nextInt(6) : null,
              day,
              day.plusDays(late),
              random.nextInt(6) == 0 ? null : "f" + random.nextInt(90),
              random.nextBoolean() ? null : (long) (1 + random.nextInt(9)),
              random.nextBoolean() ? null : (long) random.nextInt(3),
              ACTORS[random.nextInt(ACTORS.length)]));
    }
    return all;
  }

  /** A line of counts as UsageWindows has them; null when nothing is known of 180 days. */
  String windows(String account, LocalDate date) {
    if (between(account, date, 0, 180).findAny().isEmpty()) {
      return null;
    }
    List<String> values = new ArrayList<>(List.of("" + date, account));
    for (int days : List.of(7, 28, 90)) {
      values.add("" + users(account, date, 0, days));
      values.add("" + users(account, date, days, 2 * days));
    }
    values.add("" + sum(between(account, date, 0, 28), Event::events));
    values.add("" + sum(between(account, date, 28, 56), Event::events));
    values.add("" + userDays(account, date));
    values.add("" + sum(between(account, date, 0, 28).filter(Event::isNamed), Event::events));
    return String.join(" ", values) + rest(account, date);
  }

  private String rest(String account, LocalDate date) {
    Stream<Event> told = between(account, date, 0, 28).filter(e -> e.errors() != null);
    Long errors = sum(told, Event::errors);
    told = between(account, date, 0, 28).filter(e -> e.errors() != null);
    Long of = sum(told, Event::events);
    boolean any = between(account, date, 0, 28).findAny().isPresent();
    return " "
        + errors
        + " "
        + (any && of == null ? "0" : "" + of)
        + " "
        + distinct(between(account, date, 0, 28).map(Event::feature))
        + " "
        + distinct(between(account, date, 28, 56).map(Event::feature))
        + " "
        + dropped(account, date)
        + " "
        + ages(account, date, 180).min(Integer::compare).orElse(null)
        + " "
        + ages(account, date, 28).max(Integer::compare).orElse(null);
  }

  /** Features of the window before that the present one lacks; null where the former has none. */
  private Long dropped(String account, LocalDate date) {
    Set<Object> before = new HashSet<>(between(account, date, 28, 56).map(Event::feature).toList());
    before.remove(null);
    boolean none = before.isEmpty();
    between(account, date, 0, 28).forEach(event -> before.remove(event.feature()));
    return none ? null : Long.valueOf(before.size());
  }

  /** A line of an account's day as account_activity_daily has it; null when nothing is known. */
  String accountDay(String account, LocalDate day, LocalDate date) {
    int age = (int) (date.toEpochDay() - day.toEpochDay());
    if (between(account, date, age, age + 1).findAny().isEmpty()) {
      return null;
    }
    return String.join(
        " ",
        account,
        "" + day,
        "" + sum(between(account, date, age, age + 1), Event::events),
        "" + distinct(between(account, date, age, age + 1).map(Event::user)),
        "" + distinct(between(account, date, age, age + 1).map(Event::feature)),
        "null",
        ""
            + sum(
                between(account, date, age, age + 1).filter(e -> e.errors() != null),
                Event::errors));
  }

  /** Events known at a date whose age is {@code from} up to before {@code to}. */
  private Stream<Event> between(String account, LocalDate date, int from, int to) {
    return events.stream()
        .filter(e -> e.account().equals(account) && e.byUser() && e.knownOn(date))
        .filter(e -> !e.day().isAfter(date.minusDays(from)))
        .filter(e -> e.day().isAfter(date.minusDays(to)));
  }

  private Long users(String account, LocalDate date, int from, int to) {
    Long named = distinct(between(account, date, from, to).map(Event::user));
    return between(account, date, from, to).findAny().isEmpty() ? Long.valueOf(0) : named;
  }

  private Long userDays(String account, LocalDate date) {
    return between(account, date, 0, 28).anyMatch(Event::isNamed)
        ? distinct(
            between(account, date, 0, 28).filter(Event::isNamed).map(e -> e.user() + "@" + e.day()))
        : namelessSeen(account, date);
  }

  /** User-days are 0, not null, where a user is known of an older day. */
  private Long namelessSeen(String account, LocalDate date) {
    return between(account, date, 0, 180).anyMatch(Event::isNamed) ? Long.valueOf(0) : null;
  }

  private Stream<Integer> ages(String account, LocalDate date, int days) {
    return between(account, date, 0, days)
        .map(e -> (int) (date.toEpochDay() - e.day().toEpochDay()));
  }

  private static Long sum(Stream<Event> events, ToLongFunction<Event> value) {
    List<Event> all = events.toList();
    return all.isEmpty() ? null : all.stream().mapToLong(value).sum();
  }

  private static Long distinct(Stream<?> values) {
    Set<Object> seen = new HashSet<>(values.filter(Objects::nonNull).toList());
    return seen.isEmpty() ? null : Long.valueOf(seen.size());
  }
}
