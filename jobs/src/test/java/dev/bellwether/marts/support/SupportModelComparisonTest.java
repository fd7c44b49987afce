package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportModelComparisonTest extends MartTest {
  private static final String TICKETS =
      "ticket_id string, account_id string, segment string, priority string, created_at timestamp,"
          + " created_on date, out_of_company_hours boolean, provider_id string, model string, tenancy"
          + " string, agent_key bigint, answered boolean, first_response_minutes decimal(18,4),"
          + " resolution_hours decimal(18,4), escalated boolean, sla_breached boolean";

  @Test
  void pairsAreComparedAtEqualMixAndSayHowMuchTheMixDid() {
    Map<String, Dataset<Row>> made = build(company());

    // in house 10 hours of simple and 30 of hard tickets, outsourced one hour more of each
    assertThat(
            lines(
                made.get("support_model_comparison").where("measure = 'resolution_hours'"),
                "dimension, way, other_way, n, other_n, accounts, providers, other_providers,"
                    + " cells, share_dropped, crude_difference, mean, other_mean, difference,"
                    + " reading"))
        .containsExactly(
            "model in_house outsourced 120 120 60 1 2 2 0.0 9.0 20.0 21.0 -1.0 association",
            "tenancy dedicated shared 120 120 60 1 2 2 0.0 9.0 20.0 21.0 -1.0 association");
  }

  @Test
  void customersAreComparedByWhatHandledMostOfTheirTicketsAndTheirHealthBefore() {
    List<String> labels = new ArrayList<>();
    List<String> health = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      // of each way a third leaves, but the outsourced ones that stay are well more often
      labels.add("2024-09-30 | a%d | 90 | %s | 2024-12-30".formatted(i, i % 3 == 0));
      String status = i % 3 == 0 ? "churned" : "customer";
      health.add("2024-06-30 | a%d | yellow | customer".formatted(i));
      health.add("2024-12-31 | a%d | %s | %s".formatted(i, i % 2 == 0 ? "red" : "green", status));
    }
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      String way = i % 2 == 0 ? "p | in_house | dedicated" : "q | outsourced | shared";
      tickets.add(ticket(tickets.size(), i, "low", "2024-08-15", way, 1));
      // one by an unknown provider is half of them, and the outsourced one no longer most
      if (i >= 60) {
        tickets.add(ticket(tickets.size(), i, "low", "2024-08-16", "null | null | null", 1));
      }
    }
    Map<String, Dataset<Row>> made =
        build(
            staged(tickets)
                .with(
                    "churn_label",
                    table(
                        "observed_on date, account_id string, horizon_days int, churned boolean,"
                            + " matured_on date",
                        labels.toArray(String[]::new)))
                .with(
                    "account_health",
                    table(
                        "as_of_date date, account_id string, band string, status string",
                        health.toArray(String[]::new))));

    assertThat(
            lines(
                made.get("support_model_comparison")
                    .where("dimension = 'model' AND measure IN ('healthy', 'retained_90d')"),
                "measure, n, other_n, round(mean, 4), round(other_mean, 4)"))
        .containsExactly("healthy 30 30 0.0 0.6667", "retained_90d 30 30 0.6667 0.6667");
  }

  @Test
  void sevenParametersAreMeasuredWhereDataCan() {
    Map<String, Dataset<Row>> made =
        build(
            company()
                .with(
                    "security_incidents",
                    "incident_id, provider_id, occurred_on",
                    "1 | q | 2024-05-05",
                    "2 | q | 2023-05-05")
                .with(
                    "support_providers",
                    "provider_id, valid_from, model",
                    "p | 2020-01-01 | in_house",
                    "q | 2020-01-01 | outsourced"));

    assertThat(
            lines(
                made.get("support_model_scorecard").where("model = 'outsourced'"),
                "parameter, measure, round(value, 4), n, measured"))
        .contains(
            "cost cost_per_solved_ticket null 0 false",
            "data_security incidents_per_1000_tickets 8.3333 120 true",
            "depth not_escalated 1.0 120 true",
            "depth one_touch null 0 false",
            "quality_control csat null 0 false",
            "quality_control promises_kept null 0 false",
            "quality_control csat_spread null 0 false");
    assertThat(
            lines(
                made.get("support_model_scorecard")
                    .where("reference IS NULL OR reference_source IS NULL"),
                "model, measure"))
        .containsExactly(
            "in_house csat",
            "in_house csat_spread",
            "outsourced csat_spread",
            "outsourced one_touch");
    assertThat(made.get("support_model_scorecard").count()).isEqualTo(20);
  }

  @Test
  void aTicketCostsWhatItsProvidersTicketsCostInItsMonth() {
    Dataset<Row> costs =
        wide(
            "support_cost_monthly",
            table(
                "cut string, cut_value string, month date, cost_per_ticket double",
                "provider | p | 2024-05-31 | 50",
                "provider | q | 2024-05-31 | 20",
                "provider | r | 2024-05-31 | 30",
                "provider | p | 2024-04-30 | 900",
                "model | in_house | 2024-05-31 | 900"));

    // of 90 simple outsourced tickets 60 are at 20 and 30 at 30; all 30 hard ones are at 30
    assertThat(
            lines(
                build(company().with("support_cost_monthly", costs))
                    .get("support_model_comparison")
                    .where("measure = 'cost_per_ticket' AND dimension = 'model'"),
                "way, other_way, n, other_n, mean, round(other_mean, 4), crude_difference"))
        .containsExactly("in_house outsourced 120 120 50.0 26.6667 25.0");
  }

  @Test
  void aSolvedTicketCostsWhatProvidersWithCostsSolved() {
    Dataset<Row> costs =
        wide(
            "support_cost_monthly",
            table(
                "cut string, cut_value string, month date, total decimal(18,2), tickets_solved"
                    + " bigint, total_costed decimal(18,2), solved_costed bigint",
                "model | outsourced | 2024-05-31 | 90 | 12 | 60 | 2",
                "model | outsourced | 2024-06-30 | 40 | 5 | 40 | 3",
                "model | outsourced | 2023-12-31 | 900 | 9 | 900 | 9"));

    // 100 for 5 that providers with costs solved, whatever others solved beside them
    assertThat(
            lines(
                build(company().with("support_cost_monthly", costs))
                    .get("support_model_scorecard")
                    .where("parameter = 'cost'"),
                "model, value, n"))
        .containsExactly("in_house null 0", "outsourced 20.0 5");
  }

  @Test
  void anEscalationIsChargedToWhoeverATicketCameToFirst() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean isOutside = i % 2 == 0;
      boolean isPassedOn = isOutside && i % 8 == 0;
      tickets.add(
          "t%d | a%d | smb | low | 2024-05-10 | %s | %s | %s | %d | %d | %d | %s"
              .formatted(
                  i,
                  i,
                  isOutside ? "outsourced" : "in_house",
                  isOutside && !isPassedOn ? "outsourced" : "in_house",
                  isPassedOn,
                  isOutside ? 120 : 60,
                  isPassedOn ? 40 : 10,
                  isPassedOn ? 2 : 4,
                  !isPassedOn));
    }
    Dataset<Row> given =
        table(
                "ticket_id string, account_id string, segment string, priority string, created_on"
                    + " date, opened_model string, model string, escalated boolean,"
                    + " first_response_minutes decimal(18,4), resolution_hours decimal(18,4),"
                    + " csat_score decimal(3,1), one_touch boolean",
                tickets.toArray(String[]::new))
            .withColumn("answered", lit(true))
            .withColumn("created_at", expr("timestamp(created_on)"))
            .withColumn("first_solved_on", col("created_on"))
            .withColumn("provider_id", col("model"))
            .withColumn("opened_provider_id", col("opened_model"));
    Map<String, Dataset<Row>> made =
        build(
            new Staged()
                .with("support_tickets", supportTickets(given))
                .with(
                    "support_providers",
                    "provider_id, valid_from, model",
                    "in_house | 2020-01-01 | in_house"));

    assertThat(
            lines(
                made.get("support_model_comparison")
                    .where(
                        "dimension = 'model' AND measure IN ('escalated', 'first_response_hours',"
                            + " 'resolution_hours', 'csat')"),
                "measure, n, other_n, round(mean, 4), round(other_mean, 4), providers,"
                    + " other_providers"))
        .containsExactly(
            "csat 75 45 3.6 4.0 1 1",
            "escalated 60 60 0.0 0.25 1 1",
            "first_response_hours 60 60 1.0 2.0 1 1",
            "resolution_hours 75 45 16.0 10.0 1 1");
    assertThat(
            lines(
                made.get("support_model_scorecard")
                    .where("parameter IN ('depth', 'quality_control')"),
                "model, measure, round(value, 4), n"))
        .containsExactly(
            "in_house csat 0.8 75",
            "in_house csat_spread 0.8054 75",
            "in_house not_escalated 1.0 60",
            "in_house one_touch 0.8 75",
            "in_house promises_kept null 0",
            "outsourced csat 1.0 45",
            "outsourced csat_spread 0.0 45",
            "outsourced not_escalated 0.75 60",
            "outsourced one_touch 1.0 45",
            "outsourced promises_kept null 0");
  }

  @Test
  void aModelThatPassesEverythingOnHasItsIncidentsForWhatItReceived() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tickets.add("t%d | a%d | 2024-05-10 | outsourced | in_house".formatted(i, i));
    }
    Dataset<Row> given =
        table(
                "ticket_id string, account_id string, created_on date, opened_model string, model"
                    + " string",
                tickets.toArray(String[]::new))
            .withColumn("created_at", expr("timestamp(created_on)"));
    Map<String, Dataset<Row>> made =
        build(
            new Staged()
                .with("support_tickets", supportTickets(given))
                .with(
                    "security_incidents",
                    "incident_id, provider_id, occurred_on",
                    "1 | q | 2024-05-05")
                .with(
                    "support_providers",
                    "provider_id, valid_from, model",
                    "q | 2020-01-01 | outsourced"));

    assertThat(
            lines(
                made.get("support_model_scorecard").where("parameter = 'data_security'"),
                "model, round(value, 4), n"))
        .containsExactly("in_house 0.0 40", "outsourced 25.0 40");
  }

  @Test
  void aTicketThatIsNotSolvedIsNotSolvedSoonOnceThatIsDecided() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String way = i % 2 == 0 ? "p | in_house | dedicated" : "q | outsourced | shared";
      // of each four one is solved soon, one late, one never, and one came yesterday
      String moment = i % 8 < 6 ? "2024-05-10 10:00:00" : "2024-12-31 10:00:00";
      String hours = i % 8 < 2 ? "71" : i % 8 < 4 ? "73" : "null";
      tickets.add(
          "t%d | a%d | smb | low | %s | %s | true | %s | 1 | true | 30 | %s | false | null"
              .formatted(i, i, moment, moment.substring(0, 10), way, hours));
    }

    assertThat(
            lines(
                build(staged(tickets))
                    .get("support_model_comparison")
                    .where("dimension = 'model' AND measure = 'solved_soon'"),
                "n, other_n, round(mean, 4), round(other_mean, 4)"))
        .containsExactly("45 45 0.3333 0.3333");
  }

  @Test
  void whoeverStillWaitsForAReplyCountsOnceTheWaitIsLong() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String way = i % 2 == 0 ? "p | in_house | dedicated" : "q | outsourced | shared";
      // of each three one is answered soon and one has no reply; the third came an hour ago
      String moment = i % 6 < 4 ? "2024-05-10 10:00:00" : "2024-12-31 23:00:00";
      String answer = i % 6 < 2 ? "true | 30" : "false | null";
      tickets.add(
          "t%d | a%d | smb | low | %s | %s | true | %s | 1 | %s | null | false | null"
              .formatted(i, i, moment, moment.substring(0, 10), way, answer));
    }
    // solved without a reply, one soon and one late; and a reply of no known time
    for (String rest : List.of("false | null | 1", "false | null | 3", "true | null | 1")) {
      tickets.add(
          "u%d | a | smb | low | 2024-05-10 10:00:00 | 2024-05-10 | true | p | in_house | dedicated"
                  .formatted(tickets.size())
              + " | 1 | "
              + rest
              + " | false | null");
    }
    Map<String, Dataset<Row>> made = build(staged(tickets));

    assertThat(
            lines(
                made.get("support_model_scorecard")
                    .where("parameter IN ('round_the_clock', 'scalability')"),
                "model, parameter, round(value, 4), n"))
        .containsExactly(
            "in_house round_the_clock 0.5 22",
            "in_house scalability 339240.0 22",
            "outsourced round_the_clock 0.5 20",
            "outsourced scalability 339240.0 20");
  }

  @Test
  void comparedTicketsAreAnsweredOrNotOnceThatIsDecided() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 180; i++) {
      String way = i % 2 == 0 ? "p | in_house | dedicated" : "q | outsourced | shared";
      String moment = i % 6 < 4 ? "2024-05-10 10:00:00" : "2024-12-31 23:00:00";
      boolean isAnswered = i % 6 < 2 || i % 2 == 0;
      tickets.add(
          "t%d | a%d | smb | low | %s | %s | true | %s | 1 | %s | null | false | null"
              .formatted(
                  i,
                  i,
                  moment,
                  moment.substring(0, 10),
                  way,
                  isAnswered ? "true | " + (i % 6 < 2 ? 30 : 300) : "false | null"));
    }

    assertThat(
            lines(
                build(staged(tickets))
                    .get("support_model_comparison")
                    .where("dimension = 'model' AND measure IN ('answered', 'answered_soon')"),
                "measure, n, other_n, round(mean, 4), round(other_mean, 4)"))
        .containsExactly("answered 90 60 1.0 0.5", "answered_soon 90 60 0.3333 0.5");
  }

  /** Simple tickets are outsourced three times as often as hard ones. */
  private static Staged company() {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (int copy = 0; copy < 2; copy++) {
        boolean isFew = copy == 1 && i % 2 == 0;
        String house = "p | in_house | dedicated";
        String away = (i % 2 == 0 ? "q" : "r") + " | outsourced | shared";
        boolean manyHard = copy == 0 || isFew;
        tickets.add(
            ticket(
                tickets.size(),
                i,
                manyHard ? "high" : "low",
                "2024-05-10",
                house,
                manyHard ? 30 : 10));
        tickets.add(
            ticket(
                tickets.size(),
                i,
                manyHard ? "low" : "high",
                "2024-05-10",
                away,
                manyHard ? 11 : 31));
      }
    }
    return staged(tickets);
  }

  private static String ticket(
      int number, int account, String priority, String day, String way, int hours) {
    return "t%d | a%d | smb | %s | %s 10:00:00 | %s | false | %s | 1 | true | 30 | %d | false | null"
        .formatted(number, account, priority, day, day, way, hours);
  }

  private static Staged staged(List<String> tickets) {
    Dataset<Row> given =
        table(TICKETS, tickets.toArray(String[]::new))
            .withColumn("first_solved_on", expr("if(resolution_hours IS NULL, null, created_on)"));
    return new Staged()
        .with("support_tickets", supportTickets(given))
        .with("support_providers", "provider_id, valid_from, model", "p | 2020-01-01 | in_house");
  }

  private static Map<String, Dataset<Row>> build(Staged staged) {
    Map<String, Dataset<Row>> made = new SupportModelComparison().build(staged.at("2024-12-31"));
    made.forEach(MartTest::assertKeepsContract);
    return made;
  }

  private static List<String> lines(Dataset<Row> rows, String columns) {
    String[] each = columns.split(", (?![0-9])");
    return rows.selectExpr(each).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
