package dev.bellwether.features;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountFeaturesTest extends SparkTest {
  private static final String USER_DAYS =
      "account_id string, user_key bigint, day date, arrived_on date, events bigint, duration_s"
          + " bigint, errors bigint, feature_bits_0 bigint, feature_bits_1 bigint, feature_bits_2"
          + " bigint, feature_bits_3 bigint, events_with_errors_known bigint";

  @Test
  void accountWithoutAnyFeedHasItsContextAndNothingElse() {
    Dataset<Row> features = features(accounts().at("2024-03-31"));

    assertSameRows(
        table(
            "account_id string, segment string, status string, mrr decimal(18,4), arr"
                + " decimal(18,2), customer_since date, last_customer_day date, account_age_days"
                + " int, seats int, notice_in_force boolean",
            "a | smb | customer | 100 | 1200 | 2024-01-01 | 2024-03-31 | 90 | 10 | false",
            "b | null | not_customer | 0 | 0 | null | null | null | null | false"),
        features.select(
            "account_id",
            "segment",
            "status",
            "mrr",
            "arr",
            "customer_since",
            "last_customer_day",
            "account_age_days",
            "seats",
            "notice_in_force"));
    assertThat(features.where("active_users_28d IS NOT NULL OR tickets_28d IS NOT NULL").count())
        .isZero();
    assertThat(features.where("days_past_due IS NOT NULL OR nps_mean IS NOT NULL").count())
        .isZero();
  }

  @Test
  void usageIsCountedOverWindowsThatEndWithTheDate() {
    Staged staged =
        accounts()
            .with(
                Tables.USER_ACTIVITY_DAILY,
                table(
                    USER_DAYS,
                    "a | 1 | 2024-03-31 | 2024-03-31 | 4 | 9 | 1 | 3 | 0 | 0 | 0 | 4",
                    "a | 1 | 2024-03-25 | 2024-03-25 | 2 | 9 | null | 4 | 0 | 0 | 1 | 0",
                    "a | 2 | 2024-03-24 | 2024-03-24 | 2 | 9 | 0 | 1 | 0 | 0 | 0 | 2",
                    "a | 3 | 2024-03-04 | 2024-03-04 | 1 | 9 | 0 | 1 | 0 | 0 | 0 | 1",
                    "a | 4 | 2024-03-03 | 2024-03-03 | 6 | 9 | 0 | 1 | 0 | 0 | 0 | 6",
                    "a | 5 | 2024-03-30 | 2024-04-01 | 9 | 9 | 0 | 1 | 0 | 0 | 0 | 9",
                    "a | null | 2024-03-31 | 2024-03-31 | 1 | 9 | 0 | 1 | 0 | 0 | 0 | 1",
                    "b | null | 2024-03-21 | 2024-03-21 | 5 | 9 | 0 | 0 | 0 | 0 | 0 | 5"));

    assertSameRows(
        table(
            "account_id string, active_users_7d bigint, active_users_7d_change double,"
                + " active_users_28d bigint, active_users_28d_change double, active_users_90d"
                + " bigint, events_28d bigint, events_28d_change double, stickiness_28d double,"
                + " seat_utilisation double, features_used_28d bigint, events_per_active_day_28d"
                + " double, days_since_last_event int, error_rate_28d double",
            "a | 1 | 0.0 | 3 | 2.0 | 4 | 10 | "
                + (10 - 6) / 6.0
                + " | "
                + 4.0 / (28 * 3)
                + " | 0.3 | 4 | 2.25 | 0 | 0.125",
            "b | 0 | null | null | null | null | 5 | null | null | null | null | null | 10 | 0.0"),
        features(staged.at("2024-03-31"))
            .select(
                "account_id",
                "active_users_7d",
                "active_users_7d_change",
                "active_users_28d",
                "active_users_28d_change",
                "active_users_90d",
                "events_28d",
                "events_28d_change",
                "stickiness_28d",
                "seat_utilisation",
                "features_used_28d",
                "events_per_active_day_28d",
                "days_since_last_event",
                "error_rate_28d"));
  }

  @Test
  void whileTheFeedIsLateUsageIsThatOfItsLastFullDay() {
    List<String> userDays = new ArrayList<>();
    for (int age = 7; age < 90; age++) {
      LocalDate day = LocalDate.parse("2024-03-31").minusDays(age);
      String rest = " | " + day + " | " + day + " | 40 | 9 | 0 | 1 | 0 | 0 | 0 | 40";
      userDays.add("a | 1" + rest);
      userDays.add("a | " + age + rest);
    }
    Dataset<Row> rollup = table(USER_DAYS, userDays.toArray(String[]::new));
    Staged staged = accounts().with(Tables.USER_ACTIVITY_DAILY, rollup);
    Dataset<Row> late = features(staged.at("2024-03-31"));
    Dataset<Row> full = features(staged.at("2024-03-24"));

    assertThat(late.where("account_id = 'a'").head().<Integer>getAs("usage_data_age_days"))
        .isEqualTo(7);
    assertThat(full.where("usage_data_age_days <> 0 OR size(stale) > 0").count()).isZero();
    String[] stale =
        late.where("account_id = 'a'")
            .head()
            .<String>getList(late.schema().fieldIndex("stale"))
            .toArray(String[]::new);
    assertThat(stale).contains("active_users_28d", "days_since_last_event");
    Column[] usage = Arrays.stream(stale).map(name -> col(name)).toArray(Column[]::new);
    assertSameRows(full.select(usage), late.select(usage));
    assertThat(Arrays.stream(late.columns()).filter(name -> isOfUsage(name)).toList())
        .as("every feature of usage is marked")
        .containsExactlyInAnyOrder(stale);
  }

  private static boolean isOfUsage(String column) {
    return column.matches(
        "active_users_.*|events_.*|stickiness_.*|seat_utilisation|features_.*|error_rate_.*"
            + "|days_since_last_event|tickets_per_active_user_28d");
  }

  @Test
  void supportAndPaymentsAreCountedAsKnownAtTheDate() {
    Staged staged =
        accounts()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at,"
                    + " last_solved_at, reopened_at, escalated_at, csat_score, csat_at",
                "t1 | a | 2024-03-31 10:00:00 | null | null | null | null | 2024-03-31 11:00:00 |"
                    + " null | null",
                "t2 | a | 2024-01-02 10:00:00 | 2024-01-02 10:30:00 | 2024-01-02 12:00:00 |"
                    + " 2024-01-02 12:00:00 | null | null | 4 | 2024-01-03 00:00:00",
                "t3 | a | 2024-01-01 10:00:00 | 2024-01-01 10:30:00 | 2024-01-03 10:00:00 |"
                    + " 2024-01-03 10:00:00 | 2024-01-04 10:00:00 | null | 3 | 2024-03-01 00:00:00")
            .with(
                "invoices",
                "invoice_id, account_id, issued_on, due_on, amount, paid_on, payment_failed_on",
                "i1 | a | 2024-02-01 | 2024-03-01 | 10 | null | 2024-03-02",
                "i2 | a | 2024-02-01 | 2024-02-01 | 10 | 2024-02-01 | null",
                "i3 | a | 2024-03-31 | 2024-04-30 | 10 | null | null");

    assertSameRows(
        table(
            "account_id string, tickets_28d bigint, tickets_90d bigint, first_response_minutes_90d"
                + " double, first_response_answered_share_90d double, resolution_hours_90d double,"
                + " reopened_rate_90d double, open_escalations bigint, open_tickets bigint,"
                + " oldest_open_ticket_days int, csat_90d double, days_past_due int, late_rate_90d"
                + " double, failed_payments_90d bigint",
            "a | 1 | 2 | 30 | 0.5 | 25 | 0.5 | 1 | 2 | 90 | 0.5 | 30 | 0.5 | 1",
            "b | 0 | 0 | null | null | null | null | 0 | 0 | 0 | null | 0 | null | 0"),
        features(staged.at("2024-03-31"))
            .select(
                "account_id",
                "tickets_28d",
                "tickets_90d",
                "first_response_minutes_90d",
                "first_response_answered_share_90d",
                "resolution_hours_90d",
                "reopened_rate_90d",
                "open_escalations",
                "open_tickets",
                "oldest_open_ticket_days",
                "csat_90d",
                "days_past_due",
                "late_rate_90d",
                "failed_payments_90d"));
  }

  @Test
  void ratiosOfNothingDoNotApplyAndAbsentFeedsAreUnknown() {
    Dataset<Row> features =
        features(accounts().with("tickets", "ticket_id, account_id, created_at").at("2024-03-31"));

    assertSameRows(
        table(
            "account_id string, names string",
            "a | days_to_decision days_to_renewal first_response_minutes_90d"
                + " first_response_answered_share_90d"
                + " resolution_hours_90d reopened_rate_90d sla_breach_rate_90d csat_90d",
            "b | days_to_decision days_to_renewal seat_utilisation first_response_minutes_90d"
                + " first_response_answered_share_90d"
                + " resolution_hours_90d reopened_rate_90d sla_breach_rate_90d csat_90d mrr_change_90d"
                + " contraction_90d"),
        features.select(col("account_id"), array_join(col("not_applicable"), " ").as("names")));
  }

  @Test
  void escalationsReopeningsAndRepliesOfASourceThatTellsOfNoneAreUnknown() {
    Staged staged =
        accounts()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_solved_at",
                "t1 | a | 2024-03-01 10:00:00 | 2024-03-02 10:00:00",
                "t2 | a | 2024-03-01 10:00:00 | null")
            .without("tickets", "reopened_at", "escalated_at", "line", "first_response_at");

    assertSameRows(
        table(
            "account_id string, reopened_rate_90d double, open_escalations bigint,"
                + " first_response_answered_share_90d double",
            "a | null | null | null",
            "b | null | 0 | null"),
        features(staged.at("2024-03-31"))
            .select(
                "account_id",
                "reopened_rate_90d",
                "open_escalations",
                "first_response_answered_share_90d"));
  }

  @Test
  void windowsThatReachBeforeTheFeedAreUnknownButForYoungerAccounts() {
    Staged staged =
        accounts()
            .with("tickets", "ticket_id, account_id, created_at")
            .completeFrom("tickets", "2024-01-01");

    Column[] columns = {
      col("as_of_date"), col("account_id"), col("tickets_28d"), col("tickets_90d")
    };
    assertSameRows(
        table(
            "as_of_date date, account_id string, tickets_28d bigint, tickets_90d bigint",
            "2024-01-31 | a | 0 | 0",
            "2024-01-31 | b | 0 | null",
            "2024-03-29 | a | 0 | 0",
            "2024-03-29 | b | 0 | null",
            "2024-03-30 | a | 0 | 0",
            "2024-03-30 | b | 0 | 0"),
        features(staged.at("2024-01-31", "2024-03-29", "2024-03-30")).select(columns));
  }

  private static Staged accounts() {
    return new Staged()
        .with("accounts", "account_id, segment", "a | smb", "b | null")
        .with(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, mrr, seats",
            "s1 | a | 2024-01-01 | null | 100 | 10");
  }

  private static Dataset<Row> features(StepInputs inputs) {
    Contract contract = Contracts.of("account_features");
    Dataset<Row> features = new AccountFeatures().build(inputs).get("account_features");
    Dataset<Row> conforming = ContractChecks.conform(features, contract).localCheckpoint();
    assertThat(ContractChecks.violations(conforming, contract)).isEqualTo(List.of());
    return conforming;
  }
}
