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
          "depth", "high; a device maker reports 90 % of requests solved in the first contact",
          "quality_control", "full",
          "cost", "high",
          "scalability", "low to medium: overload at peaks",
          "round_the_clock", "not always",
          "data_security", "low risk",
          "personalisation", "high");
  private static final Map<String, String> THIRD_PARTY =
      Map.of(
          "depth", "medium; complaints are about product expertise",
          "quality_control", "limited; a large outsourcer reports about 75 % of clients satisfied",
          "cost", "lower; typically 10 to 50 dollars an hour, offshore lower",
          "scalability", "high",
          "round_the_clock", "often",
          "data_security", "higher risk",
          "personalisation", "medium");

  private PublishedReferences() {}

  /** What is published of a parameter of a model; null for mixtures. */
  static Column of(Column model, Column parameter) {
    Column text = lit(null).cast("string");
    for (String name : IN_HOUSE.keySet()) {
      Column third = model.isin("outsourced", "outstaffed", "consulting");
      Column published =
          when(model.equalTo("in_house"), IN_HOUSE.get(name)).when(third, THIRD_PARTY.get(name));
      text = when(parameter.equalTo(name), published).otherwise(text);
    }
    return text;
  }
}
