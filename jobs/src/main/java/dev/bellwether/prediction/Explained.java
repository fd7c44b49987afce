package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A row with what each feature adds to its log odds.
 *
 * @param row the row
 * @param logistic by logistic regression
 * @param boosting by boosting
 */
public record Explained(Example row, Contributions logistic, Contributions boosting)
    implements Serializable {

  /** What each feature adds by a method, numbers first, then texts. */
  public double[] ofFeatures(Method method) {
    return switch (method) {
      case LOGISTIC -> logistic.ofFeatures();
      case BOOSTING -> boosting.ofFeatures();
      case BLEND -> Contributions.mean(List.of(logistic, boosting)).ofFeatures();
    };
  }

  /** Rows, explained by models. */
  static List<Explained> of(FittedModels models, List<Example> rows) {
    List<Contributions> logistic = new Explainer(models, Method.LOGISTIC).of(rows);
    List<Contributions> boosting = new Explainer(models, Method.BOOSTING).of(rows);
    List<Explained> explained = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      explained.add(new Explained(rows.get(i), logistic.get(i), boosting.get(i)));
    }
    return explained;
  }
}
