package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Stops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are stopped again and again, at one named point after another, and then let go to the
 * end: as if they had never been. By default at some of the points; at each with {@code
 * -Dbellwether.stops=all}.
 */
@EnabledIfSystemProperty(named = "bellwether.long", matches = "true")
class CrashIT extends SparkTest {
  private static final String FIRST = "2026-02-14";
  private static final String SECOND = "2026-02-28";
  private static final int SOME = 4;

  @TempDir Path raw;
  @TempDir Path homes;

  @Test
  void runsStoppedAnywhereEndAsThoseThatNeverWere() throws InterruptedException {
    SmallCompany company = new SmallCompany(raw);
    Path quiet = homes.resolve("quiet");
    List<String> points = new ArrayList<>(Stops.of(() -> company.run(spark(), quiet, FIRST)));
    List<String> second = Stops.of(() -> company.run(spark(), quiet, SECOND));

    try (CurrentReader reader = new CurrentReader(homes.resolve("0"))) {
      int stops =
          stopAtEach(company, FIRST, chosen(points)) + stopAtEach(company, SECOND, chosen(second));
      company.run(spark(), homes.resolve("0"), FIRST);
      company.run(spark(), homes.resolve("0"), SECOND);

      assertThat(stops).isGreaterThan(4);
      assertThat(SmallCompany.hashes(homes.resolve("0"))).isEqualTo(SmallCompany.hashes(quiet));
      reader.requireWhole();
      System.getLogger(CrashIT.class.getName())
          .log(System.Logger.Level.INFO, "{0} stops, {1} looks", stops, reader.looks());
    }
  }

  private int stopAtEach(SmallCompany company, String night, List<String> points) {
    int stops = 0;
    for (String point : points) {
      // what is done already is not done again, so some points are passed once only
      stops += Stops.at(point, () -> company.run(spark(), homes.resolve("0"), night)) ? 1 : 0;
    }
    return stops;
  }

  private static List<String> chosen(List<String> points) {
    List<String> distinct = points.stream().distinct().toList();
    int step =
        System.getProperty("bellwether.stops", "").equals("all")
            ? 1
            : Math.max(1, distinct.size() / SOME);
    List<String> chosen = new ArrayList<>();
    for (int i = step / 2; i < distinct.size(); i += step) {
      chosen.add(distinct.get(i));
    }
    return chosen;
  }
}
