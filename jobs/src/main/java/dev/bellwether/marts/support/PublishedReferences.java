package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What is published about in-house support and that of third parties in general, as its authors
 * report it: lines to compare with, no truths about anybody's data.
 */
final class PublishedReferences {
  static final String SOURCE =
      "published comparisons of in-house and third-party support, as their authors report them";

  private static final Map<String, String> IN_HOUSE =
      Map.of(
          "not_escalated", "high depth of knowledge",
          "one_touch", "a device maker reports 90 % of requests solved in the first contact",
          "promises_kept", "full control",
          "cost_per_solved_ticket", "high",
          "first_response_at_peak", "scales low to medium: overload at peaks",
          "answered_out_of_hours", "not always",
          "incidents_per_1000_tickets", "low risk",
          "same_agent", "high");
  private static final Map<String, String> THIRD_PARTY =
      Map.of(
          "not_escalated", "medium depth of knowledge; complaints are about product expertise",
          "promises_kept", "limited control",
          "csat", "a large outsourcer reports about 75 % of clients satisfied",
          "cost_per_solved_ticket", "lower; typically 10 to 50 dollars an hour, offshore lower",
          "first_response_at_peak", "scales high",
          "answered_out_of_hours", "often",
          "incidents_per_1000_tickets", "higher risk",
          "same_agent", "medium");

  private PublishedReferences() {}

  /** What is published of what a measure stands for; null for mixtures, and where nothing is. */
  static Column of(Column model, Column measure) {
    return when(model.equalTo("in_house"), told(measure, IN_HOUSE))
        .when(model.isin("outsourced", "outstaffed", "consulting"), told(measure, THIRD_PARTY));
  }

  private static Column told(Column measure, Map<String, String> published) {
    Column text = lit(null).cast("string");
    for (Map.Entry<String, String> one : published.entrySet()) {
      text = when(measure.equalTo(one.getKey()), one.getValue()).otherwise(text);
    }
    return text;
  }
}
