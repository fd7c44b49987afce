package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cases that people reported of tools of this kind, one account each, over three nights; skipped
 * where they are not at hand. Their README says what is right and why.
 */
class CasesIT extends SparkTest {
  private static final Path CASES = Path.of("../../shared/cases");
  private static final String FIRST = "2026-05-31";
  private static final String SECOND = "2026-06-30";
  private static final String THIRD = "2026-07-05";

  @TempDir static Path folder;
  private static Warehouse warehouse;

  @BeforeAll
  static void runTheNights() throws Exception {
    assumeTrue(Files.exists(CASES), "the cases are not at " + CASES);
    warehouse = new Warehouse(spark(), folder.resolve("home").toString());
    configure();
    make("1");
    run(FIRST);
    Path usage = folder.resolve("usage.csv");
    Files.copy(folder.resolve("raw/usage.csv"), usage);
    make("2");
    // an input that is appended to keeps its files
    Files.move(usage, folder.resolve("raw/usage.csv"), StandardCopyOption.REPLACE_EXISTING);
    withoutLine(folder.resolve("raw/subscriptions.csv"), line -> line.startsWith("s03c,"));
    run(SECOND, THIRD);
  }

  private static void configure() throws IOException {
    Path source = Files.createDirectories(folder.resolve("conf/sources/cases"));
    Path scorecards = Files.createDirectories(folder.resolve("conf/scorecards"));
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(Path.of("../conf/scorecards", name), scorecards.resolve(name));
    }
    String text = Files.readString(CASES.resolve("source-cases.yaml"));
    String subscriptions = "subscriptions.csv, mode: snapshot,";
    Files.writeString(
        source.resolve("source.yaml"),
        text.replace(subscriptions, subscriptions + " deletes: true,"));
  }

  private static void make(String night) throws IOException, InterruptedException {
    Process maker =
        new ProcessBuilder(
                "python3",
                CASES.resolve("make_company.py").toString(),
                folder.resolve("raw").toString(),
                night)
            .inheritIO()
            .start();
    assertThat(maker.waitFor()).isZero();
  }

  private static void withoutLine(Path file, Predicate<String> which) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.stream().filter(which.negate()).toList());
  }

  private static void run(String... nights) {
    Configuration configuration =
        Configuration.load(
            folder.resolve("conf"),
            Optional.of("cases"),
            Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
            List.of("source.path=" + folder.resolve("raw")),
            Optional.of(warehouse.home()));
    SmallCompany.runNights(spark(), Path.of(warehouse.home()), false, configuration, nights);
  }

  /** The values of rows, each row's separated by blanks, in order. */
  private static List<String> rows(String table, String where, String... columns) {
    String[] texts =
        Arrays.stream(columns)
            .map(c -> "coalesce(CAST(" + c + " AS string), '-')")
            .toArray(String[]::new);
    return warehouse
        .read(table)
        .where(where)
        .selectExpr("concat_ws(' ', " + String.join(", ", texts) + ") AS row")
        .orderBy("row")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static String of(String account, String night) {
    return "account_id = '" + account + "' AND as_of_date = '" + night + "'";
  }

  private static List<String> feature(String account, String night, String... columns) {
    return rows("account_features", of(account, night), columns);
  }

  private static List<String> movements(String account, String from) {
    return rows(
        "account_mrr_monthly",
        "account_id = '" + account + "' AND month >= '" + from + "'",
        "month",
        "movement",
        "round(change)");
  }

  private static List<String> renewals(String account) {
    return rows("renewal_outcome", "account_id = '" + account + "'", "renewal_date", "outcome");
  }

  private static List<String> refused(String id) {
    return rows("quarantine", "raw LIKE '%\"" + id + "\"%'", "reason");
  }

  @Test
  void c50ZeroEventsAreNoUse() {
    assertThat(feature("c50_zero", FIRST, "active_users_28d", "events_28d")).containsExactly("0 0");
    assertThat(rows("account_health", of("c50_zero", FIRST), "band")).containsExactly("red");
  }

  @Test
  void c18AndC15AndC17WhatCannotBeReadIsRefusedByNameWithAHint() {
    assertThat(refused("s18")).first().asString().contains("end_date", "31/03/2026", "try_to_date");
    assertThat(refused("s15")).first().asString().contains("is_trial", "'trialing'");
    assertThat(refused("s17")).first().asString().contains("start_date", "45292", "Excel");
    assertThat(refused("s17b")).first().asString().contains("start_date", "'2025'", "no day");
    assertThat(movements("c18_end_dmy", "2024-01-01")).isEmpty();
    assertThat(movements("c15_trial_text", "2024-01-01")).isEmpty();
  }

  @Test
  void c09TermsAreCountedFromTheStartWhicheverRenewalDateTheSourceGives() {
    assertThat(renewals("c09_rolling"))
        .startsWith("2024-07-15 renewed", "2025-07-15 renewed", "2026-07-15 pending")
        .isEqualTo(renewals("c09b_rolling_control"));
  }

  @Test
  void c11PriceChangedInPlaceIsAnExpansionOfTheMonthInWhichItBecameKnown() {
    assertThat(movements("c11_price", "2026-05-01"))
        .containsExactly("2026-05-31 none 0", "2026-06-30 expansion 150");
    assertThat(feature("c11_price", SECOND, "mrr_change_90d")).containsExactly("1.5");
  }

  @Test
  void s03cWhoPaidAndIsDeletedIsLapsedFromTheDayOnWhichTheRowWasMissing() {
    assertThat(feature("c03c_control", SECOND, "status", "customer_since", "last_customer_day"))
        .containsExactly("lapsed 2025-01-15 2026-06-29");
    assertThat(movements("c03c_control", "2026-06-01")).containsExactly("2026-06-30 churn -100");
    assertThat(rows("input_warning", "`table` = 'subscriptions'", "reason"))
        .anyMatch(reason -> reason.contains("missing") || reason.contains("deleted"));
  }

  @Test
  void c04MergerIsNeitherChurnNorNew() {
    assertThat(
            rows(
                "account_mrr_monthly",
                "account_id LIKE 'c04%' AND movement <> 'none' AND month > '2024-05-31'",
                "month"))
        .isEmpty();
    assertThat(feature("c04_merged_away", FIRST, "status")).containsExactly("merged");
    assertThat(feature("c04_successor", FIRST, "status", "customer_since", "mrr"))
        .containsExactly("customer 2024-05-01 300.0000");
    assertThat(rows("churn_label", "account_id LIKE 'c04%' AND churned", "account_id")).isEmpty();
  }

  @Test
  void c29NoticeWithoutAnEndEndsTheTermAndStaysOnTheList() {
    for (String night : List.of(SECOND, THIRD)) {
      assertThat(rows("renewal_risk", of("c29_notice_no_end", night), "situation", "decision_date"))
          .containsExactly("notice 2026-08-01");
    }
  }

  @Test
  void c40SolvingStopsEveryClockOfTheSla() {
    assertThat(rows("ticket_facts", "ticket_id = 'k40'", "sla_breached")).containsExactly("false");
  }

  @Test
  void c45PrioritiesAreComparedWithoutCase() {
    String facts = "first_response_minutes";
    assertThat(rows("ticket_facts", "ticket_id = 'k45'", "sla_breached", facts))
        .isEqualTo(rows("ticket_facts", "ticket_id = 'k46'", "sla_breached", facts))
        .containsExactly("true 1440.0000");
  }

  @Test
  void c01CurrenciesAreCapitals() {
    assertThat(feature("c01_usd_lower", FIRST, "mrr")).containsExactly("100.0000");
    assertThat(feature("c03_eur", FIRST, "mrr")).containsExactly("110.0000");
    assertThat(feature("c25_ws", FIRST, "mrr")).as("ids are trimmed").containsExactly("100.0000");
    assertThat(movements("c23_switch", "2026-06-01")).as("another currency").hasSize(1);
  }

  @Test
  void c16SignedEarlyThereIsNothingLeftToDecide() {
    assertThat(rows("renewal_risk", of("c16_signed_early", FIRST), "situation"))
        .containsExactly("upcoming");
    assertThat(
            rows(
                "renewal_risk",
                of("c16_signed_early", SECOND),
                "situation",
                "available_to_renew_arr",
                "signed_arr"))
        .containsExactly("signed 0.00 6000.00");
    assertThat(feature("c16_signed_early", SECOND, "days_to_decision")).containsExactly("-");
  }

  @Test
  void c20InstantIsCutInTheBusinessZone() {
    assertThat(feature("c20_instant", FIRST, "customer_since")).containsExactly("2026-05-31");
    assertThat(feature("c56_midnight", FIRST, "events_28d")).containsExactly("1");
    assertThat(rows("ticket_facts", "ticket_id = 'k43'", "resolution_hours"))
        .as("across the change to summer time")
        .containsExactly("2.0000");
  }

  @Test
  void c06WhoEndsByNoticeAndSignsAnewIsANewCustomer() {
    assertThat(feature("c06_resigned", FIRST, "customer_since")).containsExactly("2026-03-20");
    assertThat(
            rows(
                "churn_label",
                "account_id = 'c06_resigned' AND observed_on = '2026-02-28' AND horizon_days = 30",
                "churned",
                "churned_on"))
        .containsExactly("true 2026-03-10");
  }

  @Test
  void c08AndC10TermsOfMonthEndsAreAnchoredAtTheStart() {
    assertThat(renewals("c08_anchor"))
        .isEqualTo(renewals("c08b_anchor_none"))
        .startsWith("2026-02-28 renewed", "2026-03-31 renewed", "2026-04-30 renewed");
    assertThat(renewals("c10_leap")).startsWith("2025-02-28 renewed", "2026-02-28 renewed");
  }

  @Test
  void c30AndC33CreditNotesAndCentsLeaveNothingPastDue() {
    for (String account : List.of("c30_credit", "c33_cent", "c35_control")) {
      assertThat(feature(account, FIRST, "days_past_due")).containsExactly("0");
      assertThat(rows("account_health", of(account, FIRST), "override")).containsExactly("-");
    }
  }

  @Test
  void c19DiscountsLessenRevenue() {
    assertThat(feature("c19_discount", FIRST, "mrr")).containsExactly("80.0000");
  }

  @Test
  void c53MailAddressesAreOnePersonInAnySpelling() {
    assertThat(feature("c53_case", FIRST, "active_users_28d", "events_28d"))
        .containsExactly("1 25");
  }

  @Test
  void c52AndC55WhatLiesAheadIsNotKnownAndMillisecondsAreRefused() {
    assertThat(feature("c52_future", FIRST, "active_users_28d", "events_28d"))
        .containsExactly("1 1");
    assertThat(rows("quarantine", "raw LIKE '%c55_ms%'", "reason"))
        .first()
        .asString()
        .contains("occurred_at", "timestamp_millis");
  }
}
