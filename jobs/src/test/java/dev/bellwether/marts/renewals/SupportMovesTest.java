package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Moves of random accounts beside those of naive loops, and what is none. */
class SupportMovesTest extends SparkTest {
  private static final LocalDate TODAY = LocalDate.parse("2024-06-30");
  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final String COLUMNS =
      "ticket_id, account_id, created_at, first_solved_at, opened_line, opened_provider_id,"
          + " arrived_on";

  private record Ticket(
      String id,
      String account,
      LocalDateTime created,
      LocalDateTime solved,
      String line,
      String provider) {
    LocalDate day() {
      return created.toLocalDate();
    }

    String row(LocalDate arrived) {
      return String.join(
          " | ",
          id,
          account,
          created.format(STORED),
          solved == null ? "null" : solved.format(STORED),
          line,
          provider,
          arrived.toString());
    }
  }

  @Test
  void movesAreThoseOfLoops() {
    List<Ticket> tickets = new ArrayList<>();
    Random random = new Random(18);
    for (int account = 0; account < 80; account++) {
      tickets.addAll(generated(random, "a" + account));
    }
    List<String> accounts = tickets.stream().map(Ticket::account).distinct().toList();
    List<String> expected =
        accounts.stream().map(account -> account + " " + naive(tickets, account, TODAY)).toList();

    assertThat(lines(staged(tickets), accounts, TODAY))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected.stream().filter(line -> line.contains("moved"))).hasSizeBetween(15, 50);
    assertThat(expected).anyMatch(line -> line.contains("(L1)"));
  }

  @Test
  void aNightKnowsOnlyTheTicketsThatHadArrived() {
    List<Ticket> tickets = generated(new Random(4), "a");
    List<Ticket> whole = Stream.concat(tickets.stream(), switched("b").stream()).toList();
    List<LocalDate> nights = List.of(TODAY.minusDays(45), TODAY.minusDays(20), TODAY);
    List<String> atOnce = lines(staged(whole), List.of("a", "b"), nights.toArray(LocalDate[]::new));
    List<String> oneByOne = new ArrayList<>();
    for (LocalDate night : nights) {
      List<Ticket> known = whole.stream().filter(each -> !each.day().isAfter(night)).toList();
      oneByOne.addAll(lines(staged(known), List.of("a", "b"), night));
    }

    assertThat(atOnce).containsExactlyInAnyOrderElementsOf(oneByOne);
    assertThat(lines(staged(whole), List.of("b"), TODAY.minusDays(45)))
        .containsExactly("b null null");
    assertThat(lines(staged(whole), List.of("b"), TODAY).get(0)).contains("moved from p to q");
  }

  @Test
  void providersHaveTheNamesOfTheNightAndWithoutTicketsNothingIsKnown() {
    Staged named =
        staged(switched("a"))
            .with(
                "support_providers",
                "provider_id, valid_from, provider_name",
                "p | 2023-01-01 | Acme Care",
                "q | 2023-01-01 | Old Name",
                "q | 2024-06-01 | HelpCo",
                "q | 2024-07-01 | Not yet");

    assertThat(lines(named, List.of("a"), TODAY))
        .containsExactly(
            "a 2024-06-02 moved from Acme Care to HelpCo on 2 Jun 2024: median resolution since"
                + " 30.0 h (5 of 6 solved), before 10.0 h (6 of 6 solved)");
    assertThat(lines(new Staged(), List.of("a"), TODAY)).containsExactly("a null null");
  }

  @Test
  void aProviderThatWorksUnderAnotherModelIsAMoveAndATimeOfUnknownModelIsNone() {
    List<Ticket> atOne =
        switched("a").stream()
            .map(each -> new Ticket(each.id, "a", each.created, each.solved, "L1", "p"))
            .toList();

    assertThat(
            moves(
                atOne,
                "p | 2023-01-01 | 2024-06-01 | HelpCo | in_house",
                "p | 2024-06-01 | null | HelpCo | outsourced"))
        .containsExactly(
            "a 2024-06-02 moved from HelpCo (in house) to HelpCo (outsourced) (L1) on 2 Jun 2024:"
                + " median resolution since 30.0 h (5 of 6 solved), before 10.0 h (6 of 6 solved)");
    assertThat(
            moves(
                atOne,
                "p | 2023-01-01 | 2024-05-04 | HelpCo | in_house",
                "p | 2024-06-01 | null | HelpCo | in_house"))
        .containsExactly("a null null");
    assertThat(
            moves(
                atOne,
                "p | 2023-01-01 | 2024-06-01 | HelpCo | null",
                "p | 2024-06-01 | null | HelpCo | outsourced"))
        .containsExactly("a null null");
  }

  /** Of the account a, whose tickets these are, at providers over time. */
  private static List<String> moves(List<Ticket> tickets, String... providers) {
    String columns = "provider_id, valid_from, valid_until, provider_name, model";
    return lines(
        staged(tickets).with("support_providers", columns, providers), List.of("a"), TODAY);
  }

  /** Six tickets at one provider and six at another, one of them still open. */
  private static List<Ticket> switched(String account) {
    return IntStream.range(0, 12)
        .mapToObj(
            i -> {
              LocalDateTime created = LocalDate.parse("2024-05-03").plusDays(5L * i).atTime(9, 0);
              LocalDateTime solved = i == 11 ? null : created.plusHours(i < 6 ? 10 : 30);
              return new Ticket(account + i, account, created, solved, "null", i < 6 ? "p" : "q");
            })
        .toList();
  }

  /** Tickets of two lines, which keep to a provider, mix two, or move from one to another. */
  private static List<Ticket> generated(Random random, String account) {
    List<Ticket> tickets = new ArrayList<>();
    LocalDate moves = TODAY.minusDays(random.nextInt(130));
    double mixed = List.of(0.0, 0.1, 0.5).get(random.nextInt(3));
    int count = 3 + random.nextInt(90);
    for (int i = 0; i < count; i++) {
      LocalDateTime created =
          TODAY.minusDays(random.nextInt(230)).atTime(random.nextInt(24), 10 * random.nextInt(3));
      boolean isLater = !created.toLocalDate().isBefore(moves);
      String line = List.of("L1", "L1", "L2", "null").get(random.nextInt(4));
      String provider = isLater != random.nextDouble() < mixed ? "q" : "p";
      tickets.add(
          new Ticket(
              account + "-" + i,
              account,
              created,
              random.nextInt(4) == 0 ? null : created.plusMinutes(random.nextInt(9000)),
              line,
              random.nextInt(12) == 0 ? "null" : provider));
    }
    return tickets;
  }

  private static String naive(List<Ticket> all, String account, LocalDate today) {
    return Stream.of("", "L1", "L2")
        .flatMap(line -> moveOf(all, account, line, today).stream())
        .max(Comparator.naturalOrder())
        .orElse("null null")
        .replaceFirst("^(\\S+) L?\\d? ", "$1 ");
  }

  /** The day and the line of the last move of a line, then its sentence. */
  private static Optional<String> moveOf(
      List<Ticket> all, String account, String line, LocalDate today) {
    List<Ticket> tickets =
        all.stream()
            .filter(each -> each.account.equals(account))
            .filter(each -> each.line.equals(line.isEmpty() ? "null" : line))
            .filter(each -> !each.provider.equals("null"))
            .filter(each -> each.day().isAfter(today.minusDays(180)))
            .sorted(Comparator.comparing(Ticket::created).thenComparing(Ticket::id))
            .toList();
    for (int i = tickets.size() - 1; i > 0; i--) {
      List<Ticket> before = tickets.subList(0, i);
      List<Ticket> since = tickets.subList(i, tickets.size());
      String from = before.get(i - 1).provider;
      String to = since.get(0).provider;
      boolean isRecent = since.get(0).day().isAfter(today.minusDays(90));
      if (!from.equals(to) && isRecent && isMostly(before, from) && isMostly(since, to)) {
        LocalDate day = since.get(0).day();
        String of = line.isEmpty() ? "" : " (" + line + ")";
        String on = day.format(DateTimeFormatter.ofPattern("d MMM yyyy", Locale.US));
        return Optional.of(
            day
                + " "
                + (line.isEmpty() ? "" : line)
                + " moved from %s to %s%s on %s: median resolution since %s, before %s"
                    .formatted(from, to, of, on, words(since, today), words(before, today)));
      }
    }
    return Optional.empty();
  }

  private static boolean isMostly(List<Ticket> tickets, String provider) {
    Predicate<Ticket> isOf = each -> each.provider.equals(provider);
    return tickets.size() >= 5 && 10 * tickets.stream().filter(isOf).count() >= 8L * tickets.size();
  }

  private static String words(List<Ticket> tickets, LocalDate today) {
    List<Double> hours =
        tickets.stream()
            .filter(each -> each.solved != null && !each.solved.toLocalDate().isAfter(today))
            .map(each -> Duration.between(each.created, each.solved).toMinutes() / 60.0)
            .sorted()
            .toList();
    int n = hours.size();
    String median =
        n == 0
            ? "unknown"
            : String.format(Locale.ROOT, "%.1f h", (hours.get((n - 1) / 2) + hours.get(n / 2)) / 2);
    return "%s (%d of %d solved)".formatted(median, n, tickets.size());
  }

  private static Staged staged(List<Ticket> tickets) {
    String[] rows = tickets.stream().map(each -> each.row(each.day())).toArray(String[]::new);
    return new Staged().with("tickets", COLUMNS, rows);
  }

  private static List<String> lines(Staged staged, List<String> accounts, LocalDate... nights) {
    List<String> rows = new ArrayList<>();
    for (LocalDate night : nights) {
      accounts.forEach(account -> rows.add(night + " | " + account));
    }
    Dataset<Row> list =
        table("as_of_date date, account_id string", rows.toArray(String[]::new))
            .withColumn("other", lit(1));
    return SupportMoves.join(list, staged.at(List.of(nights)))
        .select("account_id", "support_moved_on", "support_move")
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }
}
