package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A help desk's log with a row for each event, and calendars with holidays, by the mappings that
 * docs/support.md shows.
 */
class EventLogIT extends SparkTest {
  private static final Path PAGE = Path.of("../docs/support.md");
  private static final Path SCORECARDS = Path.of("../conf/scorecards");
  private static final Instant FIRST = Instant.parse("2025-10-01T00:00:00Z");
  private static final Map<String, String> LINES =
      Map.of("Service Desk", "L1", "Night Desk", "L1", "Engineering", "L2");

  private static final List<String> DAYS_OFF =
      List.of("2025-10-03", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03");

  @TempDir private Path folder;

  private record Event(Instant at, String kind, String group, String agent) {}

  @Test
  void ticketsAreThoseOfLoopsOverTheirEvents() throws IOException {
    List<List<Event>> log = log(new Random(19));
    Path home = folder.resolve("home");
    SmallCompany.runNights(spark(), home, false, configuration(log), "2026-04-30");

    List<String> expected = new ArrayList<>();
    for (int ticket = 0; ticket < log.size(); ticket++) {
      expected.add("t" + ticket + " " + told(log.get(ticket)));
    }
    assertThat(
            new Warehouse(spark(), home.toString())
                    .read("support_tickets")
                    .selectExpr(
                        "ticket_id",
                        "unix_seconds(created_at)",
                        "round(first_response_minutes * 60)",
                        "round(resolution_hours * 3600)",
                        "solved",
                        "reopened",
                        "escalated",
                        "one_touch",
                        "reopen_count",
                        "assignment_count",
                        "agent_count",
                        "touch_count",
                        "opened_line",
                        "line",
                        "opened_provider_id",
                        "provider_id",
                        "round(first_response_business_minutes)",
                        "round(resolution_business_hours * 60)",
                        "out_of_hours")
                    .collectAsList()
                    .stream()
                    .map(row -> row.mkString(" "))
                    .toList())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(new Warehouse(spark(), home.toString()).read("quarantine").collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs("reason")).startsWith("created_at"));
  }

  /** The facts of a ticket by its events in order; what is before its creation has no time. */
  private static String told(List<Event> events) {
    Instant created = only(events, "created").get(0).at;
    List<Event> replies = only(events, "public reply");
    List<Event> solutions = only(events, "solved");
    Instant replied = replies.isEmpty() ? null : replies.get(0).at;
    Instant solved = solutions.isEmpty() ? null : solutions.get(0).at;
    boolean isSolved = solved != null;
    Instant lastSolved = isSolved ? solutions.get(solutions.size() - 1).at : Instant.MAX;
    List<Event> reopenings = only(events, "reopened");
    Instant reopened = reopenings.isEmpty() ? null : reopenings.get(reopenings.size() - 1).at;
    Boolean isReopened = happened(created, reopened);
    List<Event> known = events.stream().filter(each -> !each.at.isAfter(lastSolved)).toList();
    List<Event> worked = known.stream().filter(each -> !each.agent.isEmpty()).toList();
    List<Event> placed = events.stream().filter(each -> !each.group.isEmpty()).toList();
    String first = placed.get(0).group;
    String last = placed.get(placed.size() - 1).group;
    List<Event> moves = moves(events);
    Boolean isOneTouch =
        only(known, "public reply").size() != 1
            ? (Boolean) false
            : isReopened == null ? null : (Boolean) !isReopened;
    Object[] cells = {
      created.getEpochSecond(),
      seconds(created, replied),
      seconds(created, solved),
      isSolved && (reopened == null || !reopened.isAfter(lastSolved)),
      isReopened,
      happened(created, firstUp(moves)),
      isSolved ? isOneTouch : null,
      isSolved ? only(known, "reopened").size() : null,
      isSolved ? 1 + moves.stream().filter(move -> !move.at.isAfter(lastSolved)).count() : null,
      isSolved ? worked.stream().map(Event::agent).distinct().count() : null,
      isSolved ? worked.size() : null,
      LINES.get(first),
      LINES.get(last),
      provider(first),
      provider(last),
      openMinutes(created, replied, provider(first)),
      openMinutes(created, solved, provider(last)),
      !isOpen(created, provider(last))
    };
    return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static List<Event> only(List<Event> events, String kind) {
    return events.stream().filter(each -> each.kind.equals(kind)).toList();
  }

  /** Assignments to another group than that of the creation or assignment before. */
  private static List<Event> moves(List<Event> events) {
    List<Event> moves = new ArrayList<>();
    String group = null;
    for (Event event : events) {
      boolean isAssigned = event.kind.equals("assigned");
      if (isAssigned && group != null && !event.group.equals(group)) {
        moves.add(new Event(event.at, group, event.group, event.agent));
      }
      group = isAssigned || event.kind.equals("created") ? event.group : group;
    }
    return moves;
  }

  /** When a ticket was first moved to a higher line; a move's kind is the group before. */
  private static Instant firstUp(List<Event> moves) {
    return moves.stream()
        .filter(move -> LINES.get(move.group).compareTo(LINES.get(move.kind)) > 0)
        .map(Event::at)
        .findFirst()
        .orElse(null);
  }

  private static Boolean happened(Instant created, Instant at) {
    return at == null ? (Boolean) false : at.isBefore(created) ? null : (Boolean) true;
  }

  /** Minutes at work from one instant to another, one by one. */
  private static Long openMinutes(Instant from, Instant to, String provider) {
    if (to == null || to.isBefore(from)) {
      return null;
    }
    long minutes = 0;
    for (Instant minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
      minutes += isOpen(minute, provider) ? 1 : 0;
    }
    return minutes;
  }

  /** The office keeps weekdays, a lunch break and holidays; at night somebody is there daily. */
  private static boolean isOpen(Instant at, String provider) {
    LocalDateTime local = LocalDateTime.ofInstant(at, ZoneId.of("Europe/Berlin"));
    int hour = local.getHour();
    if (provider.equals("bpo")) {
      return hour < 6 || hour >= 18;
    }
    return local.getDayOfWeek().getValue() <= 5
        && !DAYS_OFF.contains(local.toLocalDate().toString())
        && ((hour >= 9 && hour < 12) || (hour >= 13 && hour < 17));
  }

  private static Long seconds(Instant from, Instant to) {
    return to == null || to.isBefore(from) ? null : (Long) Duration.between(from, to).toSeconds();
  }

  private static String provider(String group) {
    return group.equals("Night Desk") ? "bpo" : "own";
  }

  private static List<List<Event>> log(Random random) {
    List<List<Event>> log = new ArrayList<>();
    for (int ticket = 0; ticket < 200; ticket++) {
      log.add(events(random));
    }
    return log;
  }

  /** Events in order, no two at one moment; of some tickets others come before the creation. */
  private static List<Event> events(Random random) {
    List<String> groups = List.copyOf(LINES.keySet()).stream().sorted().toList();
    List<Event> events = new ArrayList<>();
    Instant at = FIRST.plusSeconds(120L * random.nextInt(185 * 12 * 60));
    String group = groups.get(random.nextInt(3));
    events.add(new Event(at, "created", group, ""));
    int count = random.nextInt(9);
    boolean isSolved = false;
    for (int i = 0; i < count; i++) {
      at = at.plusSeconds(120 + 120L * random.nextInt(650));
      String agent = "agent" + random.nextInt(4);
      switch (random.nextInt(isSolved ? 2 : 4)) {
        case 0 -> {
          // a note names no group
          events.add(
              isSolved ? new Event(at, "reopened", group, "") : new Event(at, "note", "", ""));
          isSolved = false;
        }
        case 1 -> events.add(new Event(at, "public reply", group, agent));
        case 2 -> {
          group = groups.get(random.nextInt(3));
          events.add(new Event(at, "assigned", group, agent));
        }
        default -> {
          events.add(new Event(at, "solved", group, agent));
          isSolved = true;
        }
      }
    }
    return random.nextInt(8) == 0 ? createdLate(events) : events;
  }

  /** As where the clock of the form runs ahead of that of the desk. */
  private static List<Event> createdLate(List<Event> events) {
    Event created = events.get(0);
    List<Event> late = new ArrayList<>(events.subList(1, events.size()));
    Instant at = created.at.plusSeconds(60 + 120L * 750);
    late.add(new Event(at, created.kind, created.group, created.agent));
    late.sort(Comparator.comparing(Event::at));
    return late;
  }

  private Configuration configuration(List<List<Event>> log) throws IOException {
    Path source = Files.createDirectories(folder.resolve("conf/sources/desk"));
    Files.writeString(source.resolve("source.yaml"), mapping());
    Path scorecards = Files.createDirectories(folder.resolve("conf/scorecards"));
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(SCORECARDS.resolve(name), scorecards.resolve(name));
    }
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.write(raw.resolve("events.csv"), lines(log));
    Files.write(raw.resolve("opening_hours.csv"), openingHours());
    Files.write(
        raw.resolve("days_off.csv"), Stream.concat(Stream.of("day"), DAYS_OFF.stream()).toList());
    Files.write(
        raw.resolve("vendors.csv"),
        List.of("vendor,since,calendar", "own,2025-01-01,office", "bpo,2025-01-01,night"));
    return Configuration.load(
        folder.resolve("conf"),
        Optional.of("desk"),
        Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
        List.of("source.path=" + raw),
        Optional.of(folder.resolve("home").toString()));
  }

  /** The page's mappings of a log and of calendars, beside that of who keeps which. */
  private static String mapping() throws IOException {
    String log = block("inputs:\n  log: ");
    String inputs =
        """
        inputs:
          opening_hours: {format: csv, path: opening_hours.csv, mode: snapshot, arrival: event_time}
          days_off: {format: csv, path: days_off.csv, mode: snapshot, arrival: event_time}
          vendors: {format: csv, path: vendors.csv, mode: snapshot, arrival: event_time}
        """;
    String vendors =
        """
          support_providers:
            from: vendors
            select: SELECT vendor AS provider_id, since AS valid_from, calendar AS calendar_id FROM vendors
        """;
    return inputs + log.substring("inputs:\n".length()) + block("  business_hours:\n") + vendors;
  }

  /** The block of the page that begins so. */
  private static String block(String begin) throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(" + begin + ".*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as(begin).isTrue();
    return block.group(1);
  }

  private static List<String> openingHours() {
    List<String> lines = new ArrayList<>(List.of("calendar,weekday,opens,closes"));
    for (int day = 1; day <= 7; day++) {
      if (day <= 5) {
        lines.add("office,%d,9,12".formatted(day));
        lines.add("office,%d,13,17".formatted(day));
      }
      lines.add("night,%d,0,6".formatted(day));
      lines.add("night,%d,18,24".formatted(day));
    }
    return lines;
  }

  /** In no order, as logs come, and with one ticket that the log does not see created. */
  private static List<String> lines(List<List<Event>> log) {
    List<String> lines = new ArrayList<>();
    for (int ticket = 0; ticket < log.size(); ticket++) {
      for (Event event : log.get(ticket)) {
        lines.add(
            "t%d,%s,%s,%s,%s,high,c%d"
                .formatted(ticket, event.at, event.kind, event.group, event.agent, ticket % 12));
      }
    }
    lines.add("lost,2025-11-03T10:00:00Z,solved,Service Desk,agent1,high,c1");
    Collections.shuffle(lines, new Random(1));
    lines.add(0, "ticket,at,event,grp,agent,priority,customer");
    return lines;
  }
}
