package dev.bellwether.marts.renewals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Reasons of random accounts, beside those of naive loops. */
class RiskReasonsOracleTest extends SparkTest {
  private static final List<String> FEATURES =
      List.of(
          "csat_90d", "days_past_due", "seat_utilisation", "nps_mean", "account_age_days", "gone");
  private static final Scorecard MAIN =
      new Scorecard("main", "1", 0.5, new Scorecard.Bands(70, 45, 3), List.of());
  private static final Scorecard STRICT =
      new Scorecard("strict", "1", 0.5, new Scorecard.Bands(90, 60, 3), List.of());

  private record Account(String id, String band, String scorecard, String override, String model) {}

  private record Measure(
      String account, String name, double raw, double value, double weight, String state) {}

  private record Explanation(
      String account,
      String driver,
      double contribution,
      String reason,
      double value,
      String earlier) {}

  private final Random random = new Random(5);
  private final List<Account> accounts = new ArrayList<>();
  private final List<Measure> measures = new ArrayList<>();
  private final List<Explanation> explanations = new ArrayList<>();

  private void generate(int count) {
    for (int i = 0; i < count; i++) {
      String id = "a" + i;
      accounts.add(
          new Account(
              id,
              any("green", "yellow", "red", "unknown"),
              any("main", "strict", "gone"),
              any("null", "null", "said so"),
              any("null", "m1")));
      for (int feature = 0; feature < FEATURES.size(); feature++) {
        measures.add(
            new Measure(
                id,
                "m" + feature,
                random.nextInt(5),
                10 * random.nextInt(11),
                random.nextInt(4) / 4.0,
                any("known", "known", "stale", "unknown")));
      }
      for (String driver : List.of("payments", "tickets", "surveys", "errors", "base")) {
        String reason = random.nextInt(3) == 0 ? "null" : driver + " of " + id;
        explanations.add(
            new Explanation(
                id,
                driver,
                random.nextInt(5) / 4.0,
                reason,
                1 + random.nextInt(9),
                any("null", "2", "5", "8")));
      }
    }
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private List<String> naive(Account account) {
    List<String> reasons = new ArrayList<>();
    if (account.model().equals("null")) {
      if (!account.override().equals("null")) {
        reasons.add(account.override());
      }
      reasons.addAll(ofHealth(account));
    } else {
      explanations.stream()
          .filter(each -> each.account().equals(account.id()) && !each.reason().equals("null"))
          .sorted(
              Comparator.comparingDouble((Explanation each) -> -each.contribution())
                  .thenComparing(Explanation::driver))
          .map(each -> words(each))
          .filter(text -> text != null)
          .forEach(reasons::add);
    }
    while (reasons.size() < 3) {
      reasons.add(null);
    }
    return reasons.subList(0, 3);
  }

  /** Escalations are the feature of every driver; the median of all accounts is 2. */
  private static String words(Explanation each) {
    long value = Math.round(each.value());
    if (!each.earlier().equals("null")) {
      long earlier = Long.parseLong(each.earlier());
      if (value - earlier > 0 && value - earlier >= 0.1 * value) {
        return number(value - earlier)
            + (value - earlier == 1 ? " escalation" : " escalations")
            + " opened since 31 Mar";
      }
    }
    if (value <= 2) {
      return null;
    }
    return value + " open escalations (usual in its segment: 2)";
  }

  private static String number(long number) {
    return List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        .get((int) number);
  }

  private List<String> ofHealth(Account account) {
    boolean isStrict = account.scorecard().equals("strict");
    double green = isStrict ? 90 : 70;
    double yellow = isStrict ? 60 : 45;
    double cutOff = account.band().equals("green") ? yellow : green;
    return measures.stream()
        .filter(each -> each.account().equals(account.id()) && each.state().equals("known"))
        .filter(each -> each.value() < cutOff && !each.name().equals("m4"))
        .sorted(
            Comparator.comparingDouble((Measure each) -> -each.weight() * (100 - each.value()))
                .thenComparing(Measure::name))
        .map(each -> words(each))
        .toList();
  }

  private static String words(Measure measure) {
    String feature = FEATURES.get(Integer.parseInt(measure.name().substring(1)));
    return FeatureCatalogue.ofAccounts().words(feature, measure.name()).level(measure.raw());
  }

  @Test
  void reasonsAreThoseOfNaiveLoops() {
    generate(150);
    List<Row> rows =
        RiskReasons.join(
                table(
                    "as_of_date date, account_id string, band string, scorecard string,"
                        + " override_reason string, model_id string, segment string",
                    lines(
                        accounts,
                        a ->
                            List.of(
                                a.id(), a.band(), a.scorecard(), a.override(), a.model(), "smb"))),
                table(
                    "as_of_date date, account_id string, driver string, contribution double,"
                        + " reason string, feature string, raw_value double, earlier_value double,"
                        + " earlier_on date",
                    lines(
                        explanations,
                        e ->
                            List.of(
                                e.account(),
                                e.driver(),
                                e.contribution(),
                                e.reason(),
                                "open_escalations",
                                e.value(),
                                e.earlier(),
                                e.earlier().equals("null") ? "null" : "2024-03-31"))),
                table(
                    "as_of_date date, account_id string, dimension string, measure string,"
                        + " feature string, raw_value double, value double, weight double,"
                        + " state string",
                    lines(
                        measures,
                        m ->
                            List.of(
                                m.account(),
                                "d",
                                m.name(),
                                FEATURES.get(Integer.parseInt(m.name().substring(1))),
                                m.raw(),
                                m.value(),
                                m.weight(),
                                m.state()))),
                table(
                    "as_of_date date, account_id string, status string, segment string,"
                        + " open_escalations bigint",
                    lines(
                        accounts,
                        a ->
                            List.of(
                                a.id(),
                                "customer",
                                "smb",
                                1 + Integer.parseInt(a.id().substring(1)) % 3))),
                new Scorecards(MAIN, List.of(STRICT)))
            .select("account_id", "reason_1", "reason_2", "reason_3")
            .collectAsList();

    assertThat(rows).hasSize(accounts.size());
    assertThat(rows)
        .allSatisfy(
            row -> {
              Account account = accounts.get(Integer.parseInt(row.getString(0).substring(1)));
              assertThat(row.getString(1)).isEqualTo(naive(account).get(0));
              assertThat(row.getString(2)).isEqualTo(naive(account).get(1));
              assertThat(row.getString(3)).isEqualTo(naive(account).get(2));
            });
    assertThat(rows).filteredOn(row -> row.isNullAt(1)).hasSizeBetween(1, 75);
  }

  private static <T> String[] lines(List<T> things, Function<T, List<Object>> cells) {
    return things.stream()
        .map(
            thing ->
                "2024-06-30 | "
                    + String.join(" | ", cells.apply(thing).stream().map(String::valueOf).toList()))
        .toArray(String[]::new);
  }
}
