package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecard.Point;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Polarity;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Generated accounts through the step against plain loops, and sets of dates against single ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountHealthOracleTest extends MartTest {
  private static final List<String> NAMES = List.of("users", "seats", "csat");
  private static final List<LocalDate> DATES =
      Stream.iterate(LocalDate.of(2024, 1, 31), d -> d.plusDays(7)).limit(6).toList();
  private static final Scorecard SCORECARD =
      new Scorecard(
          "generated",
          "1",
          0.4,
          new Scorecard.Bands(60, 40, 5),
          List.of(
              new Scorecard.Dimension(
                  "usage",
                  0.6,
                  List.of(
                      measure("users", 3, Polarity.HIGHER_IS_BETTER, 0, 0, 30, 55, 80, 100),
                      measure("seats", 1, Polarity.LOWER_IS_BETTER, 10, 90, 70, 20))),
              new Scorecard.Dimension(
                  "support",
                  0.3,
                  List.of(measure("csat", 1, Polarity.HIGHER_IS_BETTER, 20, 10, 60, 100)))),
          List.of(
              new Scorecard.ScoreOverride(
                  "full",
                  Scorecard.Limit.CAP,
                  50,
                  "too full",
                  DATES.get(4),
                  List.of(),
                  List.of(bounds("seats", 60.0, null))),
              new Scorecard.ScoreOverride(
                  "friends",
                  Scorecard.Limit.FLOOR,
                  45,
                  "friends",
                  DATES.get(5),
                  List.of("a1", "a2", "a3"),
                  List.of())),
          List.of(new Scorecard.Rule("young", List.of(bounds("account_age_days", null, 75.0)))));
  private static final Scorecard YOUNG =
      new Scorecard(
          "young",
          "1",
          0.3,
          new Scorecard.Bands(55, 35, 0, 10),
          List.of(
              new Scorecard.Dimension(
                  "support",
                  1,
                  List.of(
                      measure("csat", 1, Polarity.HIGHER_IS_BETTER, 0, 0, 100, 100),
                      measure("users", 2, Polarity.HIGHER_IS_BETTER, 0, 20, 50, 100)))));
  private static final Settings SETTINGS =
      settingsOf(
          new Scorecards(SCORECARD, List.of(YOUNG)), Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);

  private record Generated(
      LocalDate date,
      String account,
      String status,
      LocalDate since,
      Map<String, Double> values,
      Set<String> na) {
    Scorecard scorecard() {
      return since.until(date, ChronoUnit.DAYS) < 75 ? YOUNG : SCORECARD;
    }

    /** The score before overrides within its cap and floor. */
    double limited(double score) {
      if (scorecard().equals(YOUNG)) {
        return score;
      }
      boolean isFull = values.get("seats") != null && values.get("seats") > 60;
      boolean isFriend = List.of("a1", "a2", "a3").contains(account);
      double capped = isFull && !date.isAfter(DATES.get(4)) ? Math.min(score, 50) : score;
      return isFriend ? Math.max(capped, 45) : capped;
    }

    String line() {
      String cells =
          NAMES.stream().map(n -> String.valueOf(values.get(n))).collect(Collectors.joining(" | "));
      String list = na.isEmpty() ? "null" : String.join(" ", na);
      String age = since == null ? "null" : String.valueOf(since.until(date, ChronoUnit.DAYS));
      return String.join(
          " | ", date.toString(), account, status, "smb", "1", "1", age, list, cells);
    }
  }

  private final List<Generated> generated = generate();
  private final Dataset<Row> features =
      AccountHealthTest.features(generated.stream().map(Generated::line).toArray(String[]::new));
  private final Map<String, Dataset<Row>> inputs =
      AccountHealthTest.inputs(SETTINGS, DATES, features);
  private final Map<String, Dataset<Row>> atOnce =
      run(new AccountHealth(), SETTINGS, DATES, inputs, Map.of(), null);

  private static Scorecard.Measure measure(
      String name, double weight, Polarity polarity, double... pairs) {
    List<Point> curve =
        IntStream.range(0, pairs.length / 2)
            .mapToObj(i -> new Point(pairs[2 * i], pairs[2 * i + 1]))
            .toList();
    return new Scorecard.Measure(name, name, weight, polarity, curve);
  }

  private static Scorecard.Condition bounds(String feature, Double above, Double below) {
    return new Scorecard.Condition(feature, List.of(), above, null, below, null);
  }

  private static List<Generated> generate() {
    Random random = new Random(11);
    List<Generated> rows = new ArrayList<>();
    for (int account = 0; account < 40; account++) {
      String status = random.nextInt(5) == 0 ? "not_customer" : "customer";
      LocalDate since = status.equals("customer") ? LocalDate.of(2023, 12, 1) : null;
      for (LocalDate date : DATES) {
        String before = status;
        status = random.nextInt(6) == 0 ? changed(status, random) : status;
        boolean isNew =
            status.equals("customer") && List.of("churned", "not_customer").contains(before);
        since = isNew ? date.minusDays(2) : since;
        if (random.nextInt(25) > 0) {
          rows.add(new Generated(date, "a" + account, status, since, values(random), some(random)));
        }
      }
    }
    return rows;
  }

  private static String changed(String status, Random random) {
    boolean leaves = status.equals("customer");
    return leaves ? (random.nextBoolean() ? "lapsed" : "churned") : "customer";
  }

  private static Map<String, Double> values(Random random) {
    Map<String, Double> values = new HashMap<>();
    NAMES.forEach(
        name -> values.put(name, random.nextInt(4) == 0 ? null : random.nextInt(100) * 1.0));
    return values;
  }

  private static Set<String> some(Random random) {
    return NAMES.stream()
        .filter(name -> random.nextInt(8) == 0)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void customersScoreAsPlainLoopsSay() {
    Map<String, Row> health = byKey(atOnce.get("account_health"));

    assertThat(health).hasSize(generated.size());
    for (Generated one : generated) {
      Row row = health.get(one.date() + " " + one.account());
      if (one.status().equals("customer")) {
        Double expected = HealthOracle.score(one.scorecard(), one.values(), one.na());
        assertThat(row.<String>getAs("scorecard")).isEqualTo(one.scorecard().name());
        assertSameDouble(row.getAs("score_before_overrides"), expected);
        assertSameDouble(row.getAs("score"), expected == null ? null : one.limited(expected));
        assertSameDouble(
            row.getAs("coverage"), HealthOracle.coverage(one.scorecard(), one.values(), one.na()));
      }
    }
  }

  @Test
  void contributionsSumToTheScoreBeforeOverrides() {
    Dataset<Row> sums =
        atOnce
            .get("account_health_measure")
            .groupBy("as_of_date", "account_id")
            .agg(sum("contribution").as("sum"));
    Dataset<Row> beside = atOnce.get("account_health").join(sums, keys());

    assertThat(beside.count()).isEqualTo(generated.size());
    assertThat(beside.where("abs(coalesce(score_before_overrides, 0) - sum) > 1e-9").count())
        .isZero();
  }

  @Test
  void bandsChangesAndFreezesFollowFromTheNightsBefore() {
    Map<String, Row> health = byKey(atOnce.get("account_health"));
    Map<String, HealthBands> bands = HealthBands.of(SETTINGS.scorecards());
    for (Generated one : generated) {
      Row row = health.get(one.date() + " " + one.account());
      Row before = health.get(one.date().minusDays(7) + " " + one.account());
      if (!one.status().equals("customer")) {
        assertThat(row.<Object>getAs("score"))
            .isEqualTo(before == null ? null : before.getAs("score"));
        assertThat(row.<Object>getAs("scored_on"))
            .isEqualTo(before == null ? null : before.getAs("scored_on"));
        continue;
      }
      boolean memory = before != null && !one.date().minusDays(7).isBefore(one.since());
      BandState expected =
          bands
              .get(one.scorecard().name())
              .next(
                  memory ? bandState(before) : null,
                  one.date(),
                  row.getAs("score"),
                  row.getAs("coverage"));
      assertThat(bandState(row)).isEqualTo(expected);
    }
  }

  private static BandState bandState(Row row) {
    Date across = row.getAs("across_since");
    return new BandState(
        row.getAs("band"),
        across == null ? null : across.toLocalDate(),
        row.getAs("score"),
        row.getAs("coverage"));
  }

  @Test
  void everyEffectOfTheGeneratedAccountsOccurs() {
    assertThat(
            atOnce.get("account_health_change").select("effect").distinct().collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder("data", "availability", "scorecard_switched", "override");
  }

  @Test
  void changesSumToTheScoresChange() {
    Map<String, Row> health = byKey(atOnce.get("account_health"));
    Map<String, Double> sums =
        atOnce.get("account_health_change").collectAsList().stream()
            .collect(
                Collectors.groupingBy(
                    row ->
                        row.getAs("as_of_date")
                            + " "
                            + row.getAs("account_id")
                            + " "
                            + row.getAs("from_date"),
                    Collectors.summingDouble(row -> row.<Double>getAs("change"))));
    int compared = 0;
    for (Generated one : generated) {
      for (int days : new int[] {7, 28}) {
        LocalDate from = one.date().minusDays(days);
        Row row = health.get(one.date() + " " + one.account());
        Double change = row.getAs("change_" + days + "d");
        String key = one.date() + " " + one.account() + " " + from;
        assertThat(sums.getOrDefault(key, 0.0))
            .as(key)
            .isCloseTo(change == null ? 0 : change, within(1e-9));
        compared += change == null ? 0 : 1;
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void aSetOfDatesEqualsTheDatesOneByOne() {
    Map<String, Dataset<Row>> oneByOne = runOneByOne(new AccountHealth(), SETTINGS, DATES, inputs);

    assertSameRows(oneByOne.get("account_health"), atOnce.get("account_health"));
    assertSameRows(oneByOne.get("account_health_measure"), atOnce.get("account_health_measure"));
    assertSameRows(oneByOne.get("account_health_change"), atOnce.get("account_health_change"));
  }

  @Test
  void nightsRunAgainGoByTheNightsBetweenThem() {
    List<LocalDate> again = List.of(DATES.get(1), DATES.get(3), DATES.get(4));
    Map<String, Dataset<Row>> others = new HashMap<>();
    Object[] dates = again.stream().map(Date::valueOf).toArray();
    atOnce.forEach(
        (name, rows) -> others.put(name, rows.where(not(col("as_of_date").isin(dates)))));

    run(new AccountHealth(), SETTINGS, again, inputs, others, null)
        .forEach(
            (name, rows) ->
                assertSameRows(atOnce.get(name).where(col("as_of_date").isin(dates)), rows));
  }

  @Test
  void everyRowKeepsItsContract() {
    atOnce.forEach((table, rows) -> assertKeepsContract(table, rows));
  }

  private static String[] keys() {
    return new String[] {"as_of_date", "account_id"};
  }

  private static Map<String, Row> byKey(Dataset<Row> rows) {
    return rows.select(col("*")).collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getAs("as_of_date") + " " + row.getAs("account_id"), row -> row));
  }

  private static void assertSameDouble(Double actual, Double expected) {
    if (expected == null) {
      assertThat(actual).isNull();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-9));
    }
  }
}
