package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.facts.activity.UsageOracle.Event;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage rollups and windows against plain loops, on generated events that arrive late. */
class UsageOracleTest extends SparkTest {
  private static final LocalDate FIRST = LocalDate.parse("2023-06-01");
  private static final List<String> NIGHTS =
      List.of("2023-06-30", "2023-07-01", "2023-10-31", "2023-12-31", "2024-01-31", "2024-05-01");

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void windowsAreThoseOfTheOracle(long seed) {
    List<Event> events = UsageOracle.generated(seed, FIRST, 240);
    UsageOracle oracle = new UsageOracle(events);
    List<LocalDate> dates = NIGHTS.stream().map(LocalDate::parse).toList();
    Dataset<Row> userDays = rolledUp(staged(events), Tables.USER_ACTIVITY_DAILY);

    List<String> expected =
        dates.stream()
            .flatMap(date -> accounts().map(account -> oracle.windows(account, date)))
            .filter(Objects::nonNull)
            .toList();

    assertThat(
            lines(
                UsageWindows.perAccount(userDays, dates)
                    .select(
                        "as_of_date",
                        "account_id",
                        "users_7d",
                        "users_7d_before",
                        "users_28d",
                        "users_28d_before",
                        "users_90d",
                        "users_90d_before",
                        "events_28d",
                        "events_28d_before",
                        "user_days_28d",
                        "user_events_28d",
                        "errors_28d",
                        "events_with_errors_known_28d",
                        "features_28d",
                        "features_28d_before",
                        "features_dropped_28d",
                        "last_age",
                        "first_age_28d")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void datesBeyondOneChunkAreComputedToo() {
    List<Event> events = UsageOracle.generated(5, FIRST, 60);
    Dataset<Row> userDays = rolledUp(staged(events), Tables.USER_ACTIVITY_DAILY);
    List<LocalDate> dates = IntStream.range(0, 70).mapToObj(FIRST::plusDays).toList();
    List<LocalDate> some = List.of(dates.get(3), dates.get(40), dates.get(69));

    Dataset<Row> atOnce = UsageWindows.perAccount(userDays, dates);
    Object[] wanted = some.stream().map(Date::valueOf).toArray();

    assertSameRows(
        UsageWindows.perAccount(userDays, some), atOnce.where(col(AsOf.DATE).isin(wanted)));
  }

  @Test
  void nightByNightIsAsAllAtOnceAndAsTheOracle() {
    List<Event> events = UsageOracle.generated(6, FIRST, 240);
    List<Row> users = new ArrayList<>();
    List<Row> dictionary = new ArrayList<>();
    List<Row> days = new ArrayList<>();
    String completed = null;
    for (String night : NIGHTS) {
      Staged staged = staged(events);
      if (completed != null) {
        staged.completedThrough(completed).withEarlier("feature_dictionary", of(dictionary));
      }
      var built = new UserActivityDaily().build(staged.at(night));
      if (built.containsKey("feature_dictionary")) {
        dictionary = built.get("feature_dictionary").collectAsList();
      }
      users.addAll(built.get(Tables.USER_ACTIVITY_DAILY).collectAsList());
      Dataset<Row> userDays = createDataFrame(users, built.get(Tables.USER_ACTIVITY_DAILY));
      Staged next = new Staged().with(Tables.USER_ACTIVITY_DAILY, userDays);
      if (completed != null) {
        next.completedThrough(completed);
      }
      Dataset<Row> touched =
          new AccountActivityDaily().build(next.at(night)).get("account_activity_daily");
      List<Row> slices = touched.collectAsList();
      days.removeIf(old -> slices.stream().anyMatch(slice -> slice.get(1).equals(old.get(1))));
      days.addAll(slices);
      completed = night;
    }
    Staged all = staged(events);
    assertSameRows(
        rolledUp(all, Tables.USER_ACTIVITY_DAILY),
        createDataFrame(users, rolledUp(all, Tables.USER_ACTIVITY_DAILY)));
    assertThat(days.stream().map(row -> row.mkString(" ")))
        .containsExactlyInAnyOrderElementsOf(accountDays(events));
  }

  private static List<String> accountDays(List<Event> events) {
    UsageOracle oracle = new UsageOracle(events);
    LocalDate last = LocalDate.parse(NIGHTS.get(NIGHTS.size() - 1));
    return FIRST
        .datesUntil(last.plusDays(1))
        .flatMap(day -> accounts().map(account -> oracle.accountDay(account, day, last)))
        .filter(Objects::nonNull)
        .toList();
  }

  private static Dataset<Row> of(List<Row> dictionary) {
    return spark().createDataFrame(dictionary, Contracts.of("feature_dictionary").schema());
  }

  private static Dataset<Row> createDataFrame(List<Row> rows, Dataset<Row> like) {
    return spark().createDataFrame(rows, like.schema());
  }

  private static Staged staged(List<Event> events) {
    return new Staged()
        .with(
            "usage_events",
            UsageOracle.COLUMNS,
            events.stream().map(Event::row).toArray(String[]::new));
  }

  private static Dataset<Row> rolledUp(Staged staged, String name) {
    Contract contract = Contracts.of(name);
    Dataset<Row> built = new UserActivityDaily().build(staged.at(NIGHTS.get(5))).get(name);
    Dataset<Row> table = ContractChecks.conform(built, contract).localCheckpoint();
    assertThat(ContractChecks.violations(table, contract)).isEmpty();
    return table;
  }

  private static Stream<String> accounts() {
    return Stream.of("a0", "a1", "a2", "a3");
  }

  private static List<String> lines(Dataset<Row> table) {
    return table.collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }
}
