package dev.bellwether.marts.renewals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.Version;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Of generated subscriptions that change, move, are cancelled and go missing. */
class RenewalEventsTest extends MartTest {
  private static final Settings SETTINGS = settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final ChurnGap GAP = ChurnGap.of(SETTINGS);
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final List<LocalDate> NIGHTS =
      List.of(FIRST.plusDays(100), FIRST.plusDays(110), FIRST.plusDays(200));

  /** What was moved or withdrawn may stand again (notice is taken back) until it is judged. */
  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void whatWasOnceKnownIsThereOnEveryLaterNightAndWhatWasJudgedStaysAsItWas(@ForAll long seed) {
    Dataset<Row> subscriptions =
        stored("subscriptions", Version.COLUMNS, Version.rows(Version.generated(seed, FIRST, 250)));
    Map<String, String> known = Map.of();
    Map<String, String> judged = Map.of();
    for (LocalDate night : NIGHTS) {
      Map<String, String> now = outcomes(subscriptions, night);
      assertThat(now.keySet()).as("on %s", night).containsAll(known.keySet());
      assertThat(now).as("on %s", night).containsAllEntriesOf(judged);
      known = now;
      judged = judgedBy(night, now);
    }
    assertThat(known.toString()).contains("pending").contains("renewed").contains("withdrawn");
  }

  private static Map<String, String> judgedBy(LocalDate night, Map<String, String> outcomes) {
    Map<String, String> judged = new HashMap<>(outcomes);
    judged.keySet().removeIf(event -> GAP.lastReturn(renewalDate(event)).isAfter(night));
    assertThat(judged.values()).noneMatch(outcome -> outcome.startsWith("pending"));
    return judged;
  }

  private static LocalDate renewalDate(String event) {
    return LocalDate.parse(event.substring(event.indexOf(' ') + 1));
  }

  private static Map<String, String> outcomes(Dataset<Row> subscriptions, LocalDate night) {
    Dataset<Row> outcomes =
        run(
                new RenewalOutcome(),
                SETTINGS,
                List.of(night),
                Map.of(
                    "subscriptions", subscriptions, "accounts", stored("accounts", "account_id")),
                Map.of(),
                null)
            .get("renewal_outcome");
    assertKeepsContract("renewal_outcome", outcomes);
    Map<String, String> perEvent = new HashMap<>();
    for (Row row :
        outcomes
            .select(
                "subscription_id",
                "renewal_date",
                "outcome",
                "decided_on",
                "renewed_arr",
                "moved_to")
            .collectAsList()) {
      String event = row.get(0) + " " + row.get(1);
      assertThat(perEvent.put(event, row.mkString(" ").substring(event.length() + 1)))
          .as(event)
          .isNull();
    }
    return perEvent;
  }
}
