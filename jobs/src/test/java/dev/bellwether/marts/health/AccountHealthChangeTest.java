package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The table account_health_change, checked by hand. */
class AccountHealthChangeTest extends MartTest {
  private static final List<LocalDate> FIRST = days("2024-01-31");
  private static final List<LocalDate> SECOND = days("2024-02-07");
  private static final String COLUMNS =
      "account_id string, measure string, effect string, change double";

  private static Settings settings(double csatWeight) {
    Scorecard small = AccountHealthTest.SCORECARD;
    Scorecard.Dimension support = small.dimensions().get(1);
    return settings(
        new Scorecard(
            small.name(),
            small.version(),
            small.minimumCoverage(),
            small.bands(),
            List.of(
                small.dimensions().get(0),
                new Scorecard.Dimension(support.name(), csatWeight, support.measures()))),
        Settings.ChurnLabel.SUBSCRIPTIONS,
        1,
        1);
  }

  private static Map<String, Dataset<Row>> secondNight(double csatWeight, Dataset<Row> features) {
    Settings before = settings(1);
    Settings after = settings(csatWeight);
    Map<String, Dataset<Row>> first =
        run(
            new AccountHealth(),
            before,
            FIRST,
            AccountHealthTest.inputs(before, FIRST, features),
            Map.of(),
            null);
    Dataset<Row> rules =
        AccountHealthTest.inputs(before, FIRST, features)
            .get("scorecard_in_force")
            .unionByName(
                AccountHealthTest.inputs(after, SECOND, features).get("scorecard_in_force"));
    Map<String, Dataset<Row>> inputs =
        Map.of("account_features", features, "scorecard_in_force", rules);
    return run(new AccountHealth(), after, SECOND, inputs, first, null);
  }

  private static void assertChanges(Map<String, Dataset<Row>> made, String... expected) {
    assertSameRowsWithin(
        1e-9,
        table(COLUMNS, expected),
        made.get("account_health_change")
            .where(col("from_date").equalTo("2024-01-31"))
            .select("account_id", "measure", "effect", "change"));
    assertKeepsContract("account_health_change", made.get("account_health_change"));
  }

  @Test
  void dataAndAvailabilityAreToldApart() {
    Map<String, Dataset<Row>> made =
        secondNight(
            1,
            AccountHealthTest.features(
                "2024-01-31 | a | customer | smb | 1 | 1 | 44 | null | 40 | 70 | 80",
                "2024-02-07 | a | customer | smb | 1 | 1 | 51 | null | 20 | 70 | 80",
                "2024-01-31 | b | customer | smb | 1 | 1 | 44 | null | 40 | 70 | 80",
                "2024-02-07 | b | customer | smb | 1 | 1 | 51 | null | 40 | 70 | null"));

    // b scores 65, then 60: (0 - .25) x (80 - 62.5), (1/3 - .25) x (40 - 62.5), (2/3 - .5) x 7.5
    assertChanges(
        made,
        "a | users | data | -5",
        "b | csat | availability | -4.375",
        "b | users | availability | -1.875",
        "b | seats | availability | 1.25");
    assertThat(
            made.get("account_health").orderBy("account_id").collectAsList().stream()
                .map(row -> row.<String>getAs("change_text")))
        .containsExactly(
            "Down 5 since 31 Jan: users fell 40 → 20 (-5)",
            "Down 5 since 31 Jan: csat no longer known (-5)");
  }

  @Test
  void anEditOfTheScorecardIsNamedAsSuch() {
    Map<String, Dataset<Row>> made =
        secondNight(
            3,
            AccountHealthTest.features(
                "2024-01-31 | a | customer | smb | 1 | 1 | 44 | null | 40 | 70 | 80",
                "2024-02-07 | a | customer | smb | 1 | 1 | 51 | null | 40 | 70 | 80"));

    // 65, then 70: weights 1/4, 1/2, 1/4, then 1/6, 1/3, 1/2
    assertChanges(
        made,
        "a | users | scorecard_edited | 2.29166666666667",
        "a | seats | scorecard_edited | -0.41666666666667",
        "a | csat | scorecard_edited | 3.125");
  }

  @Test
  void whoeverIsScoredByAnotherScorecardIsToldSo() {
    Scorecard young = settings(3).scorecards().main();
    Scorecard main = settings(1).scorecards().main();
    Scorecard.Condition below50 =
        new Scorecard.Condition("account_age_days", List.of(), null, null, 50.0, null);
    Settings settings =
        settingsOf(
            new Scorecards(
                new Scorecard(
                    "main",
                    "1",
                    main.minimumCoverage(),
                    main.bands(),
                    main.dimensions(),
                    List.of(),
                    List.of(new Scorecard.Rule(young.name(), List.of(below50)))),
                List.of(young)),
            Settings.ChurnLabel.SUBSCRIPTIONS,
            1,
            1);
    List<LocalDate> dates = List.of(FIRST.get(0), SECOND.get(0));
    Dataset<Row> features =
        AccountHealthTest.features(
            "2024-01-31 | a | customer | smb | 1 | 1 | 44 | null | 40 | 70 | 80",
            "2024-02-07 | a | customer | smb | 1 | 1 | 51 | null | 40 | 70 | 80");
    Map<String, Dataset<Row>> made =
        run(
            new AccountHealth(),
            settings,
            dates,
            AccountHealthTest.inputs(settings, dates, features),
            Map.of(),
            null);

    // the other way round than after the edit: 70, then 65
    assertChanges(
        made,
        "a | users | scorecard_switched | -2.29166666666667",
        "a | seats | scorecard_switched | 0.41666666666667",
        "a | csat | scorecard_switched | -3.125");
    assertThat(
            made.get("account_health")
                .where("change_text IS NOT NULL")
                .head()
                .<String>getAs("change_text"))
        .isEqualTo("Down 5 since 31 Jan: now by scorecard main (-5)");
  }

  @Test
  void aFrozenAccountHasNoChanges() {
    Map<String, Dataset<Row>> made =
        secondNight(
            3,
            AccountHealthTest.features(
                "2024-01-31 | a | customer | smb | 1 | 1 | 44 | null | 40 | 70 | 80",
                "2024-02-07 | a | lapsed | smb | 1 | 1 | 51 | null | 10 | 10 | 10"));

    assertChanges(made);
  }
}
