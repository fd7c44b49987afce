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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A help desk's log with a row for each event, by the mapping that docs/support.md shows. */
class EventLogIT extends SparkTest {
  private static final Path PAGE = Path.of("../docs/support.md");
  private static final Path SCORECARDS = Path.of("../conf/scorecards");
  private static final Instant FIRST = Instant.parse("2025-10-01T00:00:00Z");
  private static final Map<String, String> LINES =
      Map.of("Service Desk", "L1", "Night Desk", "L1", "Engineering", "L2");

  @TempDir private Path folder;

  private record Event(Instant at, String kind, String group, String agent) {}

  @Test
  void ticketsAreThoseOfLoopsOverTheirEvents() throws IOException {
    List<List<Event>> log = log(new Random(19));
    Path home = folder.resolve("home");
    SmallCompany.runNights(spark(), home, false, configuration(log), "2026-03-31");

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
                        "provider_id")
                    .collectAsList()
                    .stream()
                    .map(row -> row.mkString(" "))
                    .toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The facts of a ticket whose events are in order. */
  private static String told(List<Event> events) {
    Instant created = events.get(0).at;
    Instant replied = null;
    Instant solved = null;
    Instant lastSolved = null;
    boolean isOpenAgain = false;
    boolean isReopened = false;
    boolean isEscalated = false;
    int[] counts = new int[5];
    int[] known = new int[5];
    List<String> agents = new ArrayList<>();
    int knownAgents = 0;
    String group = events.get(0).group;
    for (Event event : events) {
      boolean isMove = event.kind.equals("assigned") && !event.group.equals(group);
      counts[0] += isMove ? 1 : 0;
      isEscalated |= isMove && LINES.get(event.group).compareTo(LINES.get(group)) > 0;
      group = isMove ? event.group : group;
      counts[1] += event.agent.isEmpty() ? 0 : 1;
      if (!event.agent.isEmpty() && !agents.contains(event.agent)) {
        agents.add(event.agent);
      }
      switch (event.kind) {
        case "public reply" -> {
          counts[2]++;
          replied = replied == null ? event.at : replied;
        }
        case "reopened" -> {
          counts[3]++;
          isReopened = true;
          isOpenAgain = true;
        }
        case "solved" -> {
          solved = solved == null ? event.at : solved;
          lastSolved = event.at;
          isOpenAgain = false;
          knownAgents = agents.size();
          System.arraycopy(counts, 0, known, 0, counts.length);
        }
        default -> {}
      }
    }
    boolean isSolved = lastSolved != null;
    String first = events.get(0).group;
    Object[] cells = {
      created.getEpochSecond(),
      seconds(created, replied),
      seconds(created, solved),
      isSolved && !isOpenAgain,
      isReopened,
      isEscalated,
      isSolved ? known[2] == 1 && !isReopened : null,
      isSolved ? known[3] : null,
      isSolved ? known[0] + 1 : null,
      isSolved ? knownAgents : null,
      isSolved ? known[1] : null,
      LINES.get(first),
      LINES.get(group),
      provider(first),
      provider(group)
    };
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add("" + cell);
    }
    return String.join(" ", texts);
  }

  private static Long seconds(Instant from, Instant to) {
    return to == null ? null : (Long) Duration.between(from, to).toSeconds();
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

  /** Events with no two at one moment. */
  private static List<Event> events(Random random) {
    List<String> groups = List.copyOf(LINES.keySet()).stream().sorted().toList();
    List<Event> events = new ArrayList<>();
    Instant at = FIRST.plusSeconds(random.nextInt(90 * 86_400));
    String group = groups.get(random.nextInt(3));
    events.add(new Event(at, "created", group, ""));
    int count = random.nextInt(9);
    boolean isSolved = false;
    for (int i = 0; i < count; i++) {
      at = at.plusSeconds(1 + random.nextInt(80_000));
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
    return events;
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
    return Configuration.load(
        folder.resolve("conf"),
        Optional.of("desk"),
        Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
        List.of("source.path=" + raw),
        Optional.of(folder.resolve("home").toString()));
  }

  /** The block of the page that begins with the log. */
  private static String mapping() throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(inputs:\n  log: .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  /** In no order, as logs come. */
  private static List<String> lines(List<List<Event>> log) {
    List<String> lines = new ArrayList<>();
    for (int ticket = 0; ticket < log.size(); ticket++) {
      for (Event event : log.get(ticket)) {
        lines.add(
            "t%d,%s,%s,%s,%s,high,c%d"
                .formatted(ticket, event.at, event.kind, event.group, event.agent, ticket % 12));
      }
    }
    Collections.shuffle(lines, new Random(1));
    lines.add(0, "ticket,at,event,grp,agent,priority,customer");
    return lines;
  }
}
