package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Stops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are stopped at each named point, one after another, and then let go to the end: as if
 * they had never been, and who looks at the publications meanwhile sees whole ones only. Of one
 * night of a help desk by default, of two nights of a company with {@code -Dbellwether.long=true}.
 */
class CrashIT extends SparkTest {
  private static final String FIRST = "2026-02-14";
  private static final String SECOND = "2026-02-15";

  @TempDir Path raw;
  @TempDir Path homes;
  private SmallCompany company;
  private Path home;
  private Path quiet;

  @BeforeEach
  void makeCompany() {
    company = new SmallCompany(raw);
    home = homes.resolve("home");
    quiet = homes.resolve("quiet");
  }

  @Test
  void aHelpDesksNightStoppedAnywhereEndsAsOneThatNeverWas() throws Exception {
    company.onlyHelpDesk();
    run(quiet, FIRST);
    copy(quiet, home);
    assertThat(stoppedEverywhere(SECOND)).isGreaterThan(15);
  }

  @Test
  @EnabledIfSystemProperty(named = "bellwether.long", matches = "true")
  void aCompanysNightsStoppedAnywhereEndAsThoseThatNeverWere() throws Exception {
    assertThat(stoppedEverywhere(FIRST, SECOND)).isGreaterThan(150);
  }

  /** How many stops there were, each followed by another run. */
  private int stoppedEverywhere(String... nights) throws Exception {
    List<String> points = new ArrayList<>();
    int stops = 0;
    try (CurrentReader reader = new CurrentReader(home)) {
      for (String night : nights) {
        deliver(night);
        stops += stoppedAtEach(night, points);
      }
      reader.requireWhole();
      System.getLogger(CrashIT.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "{0} points, {1} stops, {2} looks",
              points.size(),
              stops,
              reader.looks());
    }
    assertThat(stops).as("one at each point").isEqualTo(points.size());
    return stops;
  }

  /** What came that day. */
  private void deliver(String night) {
    company
        .usage("of-" + night, night)
        .file(
            "tickets.csv",
            "ticket_id,account_id,created_at,first_response_at,first_solved_at,last_solved_at,csat_score",
            "t1,a,2025-12-05T10:00:00Z,2025-12-05T11:00:00Z,2025-12-06T10:00:00Z,2025-12-06T10:00:00Z,4",
            "t3,d,%1$sT10:00:00Z,%1$sT11:00:00Z,,,".formatted(night));
  }

  private int stoppedAtEach(String night, List<String> all) {
    Path before = homes.resolve("before-" + night);
    copy(quiet, before);
    List<String> points = Stops.of(() -> run(quiet, night)).stream().distinct().toList();
    List<String> passed = new ArrayList<>();
    int stops = 0;
    for (String point : points) {
      if (Stops.when(point::equals, () -> run(home, night))) {
        stops++;
      } else {
        // what is done already is not done again
        passed.add(point);
      }
    }
    requireSame(home, night, "stopped " + stops + " times");
    for (String point : passed) {
      Path anew = homes.resolve("anew-" + night + "-" + stops);
      copy(before, anew);
      assertThat(Stops.when(point::equals, () -> run(anew, night))).as(point).isTrue();
      requireSame(anew, night, point);
      stops++;
    }
    all.addAll(points);
    return stops;
  }

  private void requireSame(Path stopped, String night, String how) {
    run(stopped, night);
    assertThat(SmallCompany.hashes(stopped))
        .as(how)
        .isNotEmpty()
        .isEqualTo(SmallCompany.hashes(quiet));
  }

  private void run(Path where, String night) {
    company.run(spark(), where, night);
  }

  private static void copy(Path from, Path to) {
    try {
      if (from.toFile().exists()) {
        FileUtils.copyDirectory(from.toFile(), to.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
