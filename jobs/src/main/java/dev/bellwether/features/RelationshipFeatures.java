package dev.bellwether.features;

import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.relationship.CsmRating;
import dev.bellwether.facts.relationship.Relations;
import dev.bellwether.facts.relationship.SurveyAnswers;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Features of what an account's people, and its CSM, say, and of who is there to say it. */
final class RelationshipFeatures {

  /** Points of a judgement that says nothing, and the days in which half of one is forgotten. */
  private static final double HALF_LIFE_DAYS = Windows.QUARTER;

  private final Feed surveys;
  private final Feed assessments;
  private final Feed touchpoints;
  private final Feed contacts;

  private RelationshipFeatures(StepInputs inputs) {
    surveys = Feed.of(inputs, Tables.SURVEYS);
    assessments = Feed.of(inputs, Tables.CSM_ASSESSMENTS);
    touchpoints = Feed.of(inputs, Tables.TOUCHPOINTS);
    contacts = Feed.of(inputs, Tables.CONTACTS);
  }

  static RelationshipFeatures of(StepInputs inputs) {
    return new RelationshipFeatures(inputs);
  }

  /** The accounts with relationship features. */
  Dataset<Row> with(Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> answers =
        SurveyAnswers.perAccount(
            surveys.view(inputs, Tables.SURVEYS, points), inputs.settings().timeZone());
    Dataset<Row> relations =
        Relations.perAccount(
            assessments.view(inputs, Tables.CSM_ASSESSMENTS, points),
            touchpoints.view(inputs, Tables.TOUCHPOINTS, points),
            contacts.view(inputs, Tables.CONTACTS, points));
    Dataset<Row> asked = Feed.join(accounts, answers, Tables.SURVEYS);
    Map<String, Column> features = answered();
    features.putAll(related());
    return Feed.join(asked, relations, "relations").withColumns(features);
  }

  private Map<String, Column> answered() {
    int days = SurveyAnswers.NPS_DAYS;
    Column now = ratio(col("surveys.nps_sum"), col("surveys.nps_answers"));
    Column before = ratio(col("surveys.nps_sum_before"), col("surveys.nps_answers_before"));
    Column response = ratio(col("surveys.answered"), col("surveys.asked"));
    Map<String, Column> features = new LinkedHashMap<>();
    features.put("nps_mean", when(surveys.knows(days), now));
    features.put("nps_change", when(surveys.knows(2 * days), now.minus(before)));
    features.put("survey_response_rate_365d", when(surveys.knows(days), response));
    features.put("days_since_last_survey_answer", age(col("surveys.last_answer_on")));
    return features;
  }

  private static Map<String, Column> related() {
    Column points = col("relations.points");
    Column age = age(col("relations.assessed_on"));
    Column memory = pow(lit(0.5), age.divide(HALF_LIFE_DAYS));
    Column there = coalesce(col("relations.sponsors"), lit(0L)).gt(0);
    Map<String, Column> features = new LinkedHashMap<>();
    features.put("csm_rating_points", points);
    features.put("csm_assessment_age_days", age);
    features.put(
        "csm_rating_faded",
        points.minus(CsmRating.NEUTRAL_POINTS).multiply(memory).plus(CsmRating.NEUTRAL_POINTS));
    features.put("days_since_last_touch", age(col("relations.touched_on")));
    features.put(
        "days_without_sponsor", when(there, 0).otherwise(age(col("relations.sponsor_left_on"))));
    return features;
  }

  /** What does not apply: a rate of no survey. */
  List<Column> notApplicable() {
    Column asked = coalesce(col("surveys.asked"), lit(0L));
    Column noneAsked = when(surveys.knows(SurveyAnswers.NPS_DAYS), asked).equalTo(0);
    return List.of(Measures.notApplicable("survey_response_rate_365d", noneAsked));
  }

  private static Column age(Column day) {
    return datediff(col(AsOf.DATE), day);
  }
}
