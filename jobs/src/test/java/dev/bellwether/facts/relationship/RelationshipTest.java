package dev.bellwether.facts.relationship;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contracts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RelationshipTest extends SparkTest {
  private static final String[] NIGHTS = {"2023-12-31", "2024-01-31", "2024-02-02"};

  @Test
  void theLatestNpsAnswerOfEachRespondentCounts() {
    Dataset<Row> surveys =
        Staged.stored(
            "surveys",
            "survey_id, account_id, respondent_key, kind, sent_at, answered_at, score",
            "s1 | a | 1 | nps | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 9",
            "s2 | a | 1 | nps | 2024-02-01 10:00:00 | 2024-02-02 10:00:00 | 3",
            "s3 | a | 2 | nps | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 10",
            "s4 | a | null | nps | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 5",
            "s5 | a | null | nps | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 6",
            "s6 | a | 2 | csat | 2024-03-01 10:00:00 | 2024-03-02 10:00:00 | 1",
            "s7 | a | 2 | nps | 2024-03-01 10:00:00 | null | null",
            "s8 | b | 3 | nps | 2023-01-01 10:00:00 | 2023-01-01 10:00:00 | 4",
            "s9 | a | 1 | nps | 2022-06-01 10:00:00 | 2022-06-01 10:00:00 | 8");

    assertSameRows(
        table(
            "as_of_date date, account_id string, nps_sum decimal(15,1), nps_answers bigint,"
                + " nps_sum_before decimal(15,1), nps_answers_before bigint, asked bigint, answered"
                + " bigint, last_answer_on date",
            "2024-01-15 | a | 30 | 4 | 8 | 1 | 4 | 4 | 2024-01-02",
            "2024-01-15 | b | null | 0 | 4 | 1 | 0 | 0 | 2023-01-01",
            "2024-03-15 | a | 24 | 4 | 8 | 1 | 7 | 6 | 2024-03-02",
            "2024-03-15 | b | null | 0 | 4 | 1 | 0 | 0 | 2023-01-01"),
        SurveyAnswers.perAccount(
            view("surveys", surveys, "2024-01-15", "2024-03-15"), ZoneOffset.UTC));
  }

  @Test
  void theLatestJudgementAndTouchCountAndSponsorsUntilTheyLeave() {
    Dataset<Row> assessments =
        Staged.stored(
            "csm_assessments",
            "assessment_id, account_id, assessed_on, rating",
            "c1 | a | 2024-01-01 | green",
            "c2 | a | 2024-02-01 | red",
            "c3 | a | 2024-02-01 | yellow");
    Dataset<Row> touches =
        Staged.stored(
            "touchpoints",
            "touchpoint_id, account_id, happened_on",
            "k1 | a | 2024-01-20",
            "k2 | a | 2024-02-02");
    Dataset<Row> contacts =
        Staged.stored(
            "contacts",
            "contact_id, account_id, role, since, left_on",
            "n1 | a | sponsor | 2024-01-01 | 2024-02-02",
            "n2 | a | champion | 2024-01-01 | null");

    assertSameRows(
        table(
            "as_of_date date, account_id string, points double, assessed_on date, touched_on date,"
                + " sponsors bigint, sponsor_left_on date",
            "2024-01-31 | a | 100 | 2024-01-01 | 2024-01-20 | 1 | null",
            "2024-02-02 | a | 50 | 2024-02-01 | 2024-02-02 | 0 | 2024-02-02"),
        Relations.perAccount(
            view("csm_assessments", assessments, NIGHTS),
            view("touchpoints", touches, NIGHTS),
            view("contacts", contacts, NIGHTS)));
  }

  private static Dataset<Row> view(String name, Dataset<Row> stored, String... dates) {
    Dataset<Row> points =
        Dates.points(spark(), Arrays.stream(dates).map(LocalDate::parse).toList());
    return AsOf.view(stored, Contracts.of(name), points, ZoneOffset.UTC);
  }
}
