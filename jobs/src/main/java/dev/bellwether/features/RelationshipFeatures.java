package dev.bellwether.features;

import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.asof.AsOf;
import dev.bellwether.relationship.CsmAssessments;
import dev.bellwether.relationship.SurveyAnswers;
import dev.bellwether.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Features of what an account's people, and its CSM, say. */
final class RelationshipFeatures {
  private static final String SURVEYS = "surveys";
  private static final String ASSESSMENTS = "csm_assessments";

  private RelationshipFeatures() {}

  /** The accounts with relationship features. */
  static Dataset<Row> with(Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    return withAssessments(withSurveys(accounts, inputs, points), inputs, points);
  }

  private static Dataset<Row> withSurveys(
      Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Feed feed = Feed.of(inputs, SURVEYS);
    Dataset<Row> view = feed.view(inputs, SURVEYS, points);
    Dataset<Row> answers = SurveyAnswers.perAccount(view, inputs.settings().timeZone());
    Column mean = ratio(col("surveys.nps_sum"), col("surveys.nps_answers"));
    return Feed.join(accounts, answers, SURVEYS)
        .withColumn("nps_mean", when(feed.knows(SurveyAnswers.NPS_DAYS), mean))
        .withColumn(
            "days_since_last_survey_answer",
            datediff(col(AsOf.DATE), col("surveys.last_answer_on")));
  }

  private static Dataset<Row> withAssessments(
      Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Feed feed = Feed.of(inputs, ASSESSMENTS);
    Dataset<Row> latest = CsmAssessments.perAccount(feed.view(inputs, ASSESSMENTS, points));
    return Feed.join(accounts, latest, "csm")
        .withColumn("csm_rating_points", col("csm.points"))
        .withColumn("csm_assessment_age_days", datediff(col(AsOf.DATE), col("csm.assessed_on")));
  }
}
