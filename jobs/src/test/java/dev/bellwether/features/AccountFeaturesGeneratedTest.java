package dev.bellwether.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.facts.activity.UserActivityDaily;
import dev.bellwether.features.FeatureOracle.Invoice;
import dev.bellwether.features.FeatureOracle.Ticket;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Account features on generated data: against plain loops, and blind to what came later. */
class AccountFeaturesGeneratedTest extends SparkTest {
  private static final LocalDate FIRST = LocalDate.parse("2023-06-01");
  private static final List<LocalDate> DATES =
      List.of(
          LocalDate.parse("2023-08-31"),
          LocalDate.parse("2023-11-15"),
          LocalDate.parse("2023-12-31"));
  private static final FeatureOracle ORACLE = new FeatureOracle(11, FIRST, 230);
  private static final RelationshipOracle RELATIONS =
      new RelationshipOracle(13, LocalDate.parse("2024-01-15"));
  private static final Map<String, Dataset<Row>> FEEDS = new LinkedHashMap<>();
  private static Dataset<Row> atOnce;

  @BeforeAll
  static void allDatesAtOnce() {
    FEEDS.putAll(feeds(new Random(12)));
    atOnce = features(FEEDS, DATES);
  }

  @Test
  void theContractIsKept() {
    Contract contract = Contracts.of("account_features");

    assertThat(ContractChecks.violations(ContractChecks.conform(atOnce, contract), contract))
        .isEmpty();
  }

  @Test
  void supportFeaturesAreThoseOfTheOracle() {
    assertLines(
        ORACLE::support,
        "tickets_28d",
        "tickets_90d",
        "first_response_minutes_90d",
        "first_response_answered_share_90d",
        "resolution_hours_90d",
        "reopened_rate_90d",
        "sla_breach_rate_90d",
        "open_escalations",
        "open_tickets",
        "oldest_open_ticket_days",
        "csat_90d");
  }

  @Test
  void paymentFeaturesAreThoseOfTheOracle() {
    assertLines(ORACLE::payments, "days_past_due", "late_rate_90d", "failed_payments_90d");
  }

  @Test
  void relationshipFeaturesAreThoseOfTheOracle() {
    assertLines(
        RELATIONS::features,
        "nps_mean",
        "nps_change",
        "survey_response_rate_365d",
        "days_since_last_survey_answer",
        "csm_rating_points",
        "csm_assessment_age_days",
        "csm_rating_faded",
        "days_since_last_touch",
        "days_without_sponsor");
    assertThat(atOnce.where("nps_change IS NOT NULL").count()).isPositive();
    assertThat(atOnce.where("days_without_sponsor > 0").count()).isPositive();
  }

  @Test
  void netChangesAreThoseLessTheMedianOfTheSegmentsCustomers() {
    List<Row> rows = atOnce.where("active_users_28d_change IS NOT NULL").collectAsList();

    assertThat(rows).isNotEmpty();
    for (Row row : rows) {
      double[] peers =
          rows.stream()
              .filter(peer -> peer.getAs("status").equals("customer"))
              .filter(peer -> peer.getAs("as_of_date").equals(row.getAs("as_of_date")))
              .filter(peer -> Objects.equals(peer.getAs("segment"), row.getAs("segment")))
              .mapToDouble(peer -> peer.<Double>getAs("active_users_28d_change"))
              .sorted()
              .toArray();
      Double net = row.getAs("active_users_28d_change_net");
      if (peers.length == 0) {
        assertThat(net).isNull();
      } else {
        double median = (peers[(peers.length - 1) / 2] + peers[peers.length / 2]) / 2;
        double change = row.<Double>getAs("active_users_28d_change");
        assertThat(net).isEqualTo(change - median, within(1e-12));
      }
    }
  }

  @Test
  void eachDateIsTheSameAloneAndWithoutAllThatCameLater() {
    for (LocalDate date : DATES) {
      Map<String, Dataset<Row>> until = new LinkedHashMap<>();
      FEEDS.forEach((name, table) -> until.put(name, knownBy(date, name, table)));

      assertSameRows(
          features(until, List.of(date)), atOnce.where(col(AsOf.DATE).equalTo(Date.valueOf(date))));
    }
  }

  private static void assertLines(BiFunction<String, LocalDate, String> oracle, String... columns) {
    List<String> expected = new ArrayList<>();
    for (LocalDate date : DATES) {
      for (int i = 0; i < 6; i++) {
        expected.add(date + " a" + i + " " + oracle.apply("a" + i, date));
      }
    }
    List<String> actual = new ArrayList<>();
    for (Row row : atOnce.select(AsOf.DATE, prepended("account_id", columns)).collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Object cell = row.get(i);
        cells.add(cell instanceof Double number ? FeatureOracle.rounded(number) : "" + cell);
      }
      actual.add(String.join(" ", cells));
    }
    assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String[] prepended(String first, String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.add(0, first);
    return all.toArray(String[]::new);
  }

  private static Dataset<Row> features(Map<String, Dataset<Row>> feeds, List<LocalDate> dates) {
    Staged staged = new Staged();
    feeds.forEach(staged::with);
    var rollups = new UserActivityDaily().build(staged.at(dates));
    staged.with(Tables.USER_ACTIVITY_DAILY, rollups.get(Tables.USER_ACTIVITY_DAILY));
    return new AccountFeatures().build(staged.at(dates)).get("account_features").localCheckpoint();
  }

  /** A staging table as it would have stood at a date. */
  private static Dataset<Row> knownBy(LocalDate date, String name, Dataset<Row> table) {
    Contract contract = Contracts.of(name);
    Column limit = lit(Date.valueOf(date));
    Dataset<Row> known = table.where(col(AsOf.ARRIVED_ON).leq(limit));
    if (contract.eventTime() != null) {
      known = known.where(to_date(col(contract.eventTime())).leq(limit));
    }
    Map<String, Column> untold = new LinkedHashMap<>();
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      List<String> days = column.knownFrom().columns();
      if (!days.isEmpty()) {
        Column told = coalesce(days.stream().map(day -> to_date(col(day))).toArray(Column[]::new));
        untold.put(column.name(), when(told.leq(limit), col(column.name())));
      }
    }
    return known.withColumns(untold);
  }

  private static Map<String, Dataset<Row>> feeds(Random random) {
    String[] accounts = new String[6];
    List<String> subscriptions = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      accounts[i] = "a" + i + " | " + (i < 4 ? "smb" : "large");
      LocalDate start = FIRST.plusDays(random.nextInt(60));
      LocalDate end = random.nextBoolean() ? start.plusDays(random.nextInt(200)) : null;
      subscriptions.add("s%d | a%d | %s | %s | %d | 5".formatted(i, i, start, end, 10 + i));
    }
    for (int i = 0; i < 300; i++) {
      LocalDate day = FIRST.plusDays(random.nextInt(230));
      LocalDate arrived = day.plusDays(random.nextInt(4) == 0 ? random.nextInt(30) : 0);
      String account = "a" + random.nextInt(6);
      int who = random.nextInt(5);
      events.add("e%d | %s | %d | %s 12:00:00 | %s".formatted(i, account, who, day, arrived));
    }
    Map<String, Dataset<Row>> feeds = new LinkedHashMap<>();
    feeds.put("accounts", Staged.stored("accounts", "account_id, segment", accounts));
    feeds.put(
        "subscriptions",
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, mrr, seats",
            subscriptions));
    feeds.put(
        "usage_events",
        stored("usage_events", "event_id, account_id, user_key, occurred_at, arrived_on", events));
    feeds.putAll(RELATIONS.stored());
    feeds.put("sla_policies", stored("sla_policies", SlaOracle.COLUMNS, SlaOracle.POLICIES));
    feeds.put(
        "tickets",
        stored("tickets", Ticket.COLUMNS, ORACLE.tickets.stream().map(Ticket::row).toList()));
    feeds.put(
        "invoices",
        stored("invoices", Invoice.COLUMNS, ORACLE.invoices.stream().map(Invoice::row).toList()));
    return feeds;
  }

  private static Dataset<Row> stored(String table, String columns, List<String> rows) {
    return Staged.stored(table, columns, rows.toArray(String[]::new));
  }
}
