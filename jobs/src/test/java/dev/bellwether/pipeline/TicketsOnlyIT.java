package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Publications;
import dev.bellwether.report.RiskReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A help desk's export and nothing else: a mapping of tickets alone is enough for support. */
class TicketsOnlyIT extends SparkTest {
  private static final Instant FIRST = Instant.parse("2025-10-01T00:00:00Z");
  private static final Instant LAST_MONTH_END = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 92;
  private static final String NIGHT = "2026-01-15";
  private static final Path SCORECARDS = Path.of("../conf/scorecards");
  private static final String SOURCE =
      """
      name: desk
      inputs:
        cases: {format: csv, path: cases.csv, mode: snapshot, arrival: event_time}
      tables:
        tickets:
          from: cases
          select: >-
            SELECT number AS ticket_id, customer AS account_id, opened AS created_at,
              answered AS first_response_at, solved AS first_solved_at, solved AS last_solved_at,
              stars AS csat_score, kind AS category
            FROM cases
      """;

  @TempDir private Path folder;

  private record Case(
      int number,
      String customer,
      Instant opened,
      Instant answered,
      Instant solved,
      Integer stars,
      String kind) {
    String line() {
      return "%d,%s,%s,%s,%s,%s,%s"
          .formatted(number, customer, opened, text(answered), text(solved), text(stars), kind);
    }

    /** The ticket as known at the last month-end. */
    Case known() {
      return new Case(number, customer, opened, past(answered), past(solved), stars, kind);
    }

    private static Instant past(Instant moment) {
      return moment == null || !moment.isBefore(LAST_MONTH_END) ? null : moment;
    }

    private static String text(Object value) {
      return Objects.toString(value, "");
    }
  }

  @Test
  void supportIsCountedAndWhatIsMissingIsSaid() throws IOException {
    List<Case> cases = cases(new Random(7));
    Configuration configuration = configuration(cases);
    Path home = folder.resolve("home");
    SmallCompany.runNights(spark(), home, false, configuration, NIGHT);

    Warehouse warehouse = new Warehouse(spark(), home.toString());
    assertThat(
            warehouse
                .read("support_performance_monthly")
                .where("cut IN ('all', 'category')")
                .selectExpr(
                    "concat_ws(' ', month, cut_value, requests, responses_timed,"
                        + " printf('%.9f', first_response_minutes_mean), resolutions_timed,"
                        + " printf('%.9f', resolution_hours_mean), csat_answers,"
                        + " printf('%.9f', csat_mean), backlog)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList())
        .containsExactlyInAnyOrderElementsOf(expected(cases.stream().map(Case::known).toList()));
    assertThat(warehouse.read("input_warning").count()).isZero();
    assertThat(warehouse.read("support_model_fit").count()).isPositive();
    for (String table : List.of("account_health", "churn_prediction", "renewal_risk")) {
      assertThat(warehouse.read(table).isEmpty()).as(table).isTrue();
    }
    Publications publications =
        Publications.read(home.toString(), new org.apache.hadoop.conf.Configuration());
    Path page =
        Path.of(
            URI.create(
                publications
                    .location(publications.current().orElseThrow(), RiskReport.PAGE)
                    .orElseThrow()));
    assertThat(Files.readString(page)).contains("health, churn or renewal is known");
  }

  private Configuration configuration(List<Case> cases) throws IOException {
    Path source = Files.createDirectories(folder.resolve("conf/sources/desk"));
    Files.writeString(source.resolve("source.yaml"), SOURCE);
    Path scorecards = Files.createDirectories(folder.resolve("conf/scorecards"));
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(SCORECARDS.resolve(name), scorecards.resolve(name));
    }
    List<String> lines =
        new ArrayList<>(List.of("number,customer,opened,answered,solved,stars,kind"));
    cases.forEach(one -> lines.add(one.line()));
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.write(raw.resolve("cases.csv"), lines);
    return Configuration.load(
        folder.resolve("conf"),
        Optional.of("desk"),
        Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
        List.of("source.path=" + raw),
        Optional.of(folder.resolve("home").toString()));
  }

  private static List<Case> cases(Random random) {
    List<Case> cases = new ArrayList<>();
    for (int number = 1; number <= 300; number++) {
      Instant opened = FIRST.plus(Duration.ofMinutes(random.nextInt(DAYS * 24 * 60)));
      Instant answered =
          random.nextInt(10) == 0 ? null : opened.plus(Duration.ofMinutes(random.nextInt(500)));
      Instant solved =
          answered == null || random.nextInt(8) == 0
              ? null
              : answered.plus(Duration.ofMinutes(random.nextInt(9000)));
      boolean isRated = Case.past(solved) != null && random.nextBoolean();
      Integer stars = isRated ? 1 + random.nextInt(5) : null;
      String kind = List.of("billing", "how-to", "outage").get(random.nextInt(3));
      cases.add(new Case(number, "c" + random.nextInt(20), opened, answered, solved, stars, kind));
    }
    return cases;
  }

  private static List<String> expected(List<Case> cases) {
    List<String> expected = new ArrayList<>();
    for (int month = 0; month < 3; month++) {
      YearMonth now = YearMonth.of(2025, 10).plusMonths(month);
      for (String kind : List.of("all", "billing", "how-to", "outage")) {
        expected.add(expected(cases, now, kind));
      }
    }
    return expected;
  }

  private static String expected(List<Case> cases, YearMonth month, String kind) {
    Predicate<Case> inGroup = one -> kind.equals("all") || one.kind.equals(kind);
    List<Case> opened =
        cases.stream().filter(inGroup).filter(one -> month(one.opened).equals(month)).toList();
    long backlog =
        cases.stream()
            .filter(inGroup)
            .filter(one -> !month(one.opened).isAfter(month))
            .filter(one -> one.solved == null || month(one.solved).isAfter(month))
            .count();
    double[] minutes = times(opened, Case::answered, 60);
    double[] hours = times(opened, Case::solved, 3600);
    double[] stars =
        opened.stream().filter(one -> one.stars != null).mapToDouble(one -> one.stars).toArray();
    return "%s %s %d %s %s %s %d"
        .formatted(
            month.atEndOfMonth(),
            kind,
            opened.size(),
            told(minutes),
            told(hours),
            told(stars),
            backlog);
  }

  /** Each time in four decimals, as the contract keeps it. */
  private static double[] times(
      List<Case> opened, Function<Case, Instant> moment, long unitSeconds) {
    return opened.stream()
        .filter(one -> moment.apply(one) != null)
        .mapToLong(one -> Duration.between(one.opened, moment.apply(one)).toSeconds())
        .mapToObj(
            seconds ->
                BigDecimal.valueOf(seconds)
                    .divide(BigDecimal.valueOf(unitSeconds), 4, RoundingMode.HALF_UP))
        .mapToDouble(BigDecimal::doubleValue)
        .toArray();
  }

  private static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atZone(ZoneOffset.UTC));
  }

  private static String told(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return String.format(Locale.ROOT, "%d %.9f", values.length, sum / values.length);
  }
}
