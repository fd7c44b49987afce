package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardJson;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A scorecard ready to score rows: where its features and overrides stand in what is shared. */
final class ScorecardRules implements Serializable {
  private static final long serialVersionUID = 1;

  private final Scorecard scorecard;
  private final String hash;
  private final ScoreSheet sheet;
  private final int[] positions;
  private final int firstOverride;

  /**
   * @param features the features of all scorecards, in the order of their values
   * @param firstOverride where its overrides begin among those of all scorecards
   */
  ScorecardRules(Scorecard scorecard, List<String> features, int firstOverride) {
    this.scorecard = scorecard;
    this.hash = ScorecardJson.hash(scorecard);
    this.sheet = new ScoreSheet(scorecard);
    this.positions =
        scorecard.measures().stream().mapToInt(m -> features.indexOf(m.feature())).toArray();
    this.firstOverride = firstOverride;
  }

  Scorecard scorecard() {
    return scorecard;
  }

  String hash() {
    return hash;
  }

  ScoreSheet sheet() {
    return sheet;
  }

  /** The values of its own features, in the order of its measures. */
  List<Double> features(List<Double> ofAll) {
    List<Double> own = new ArrayList<>(positions.length);
    for (int position : positions) {
      own.add(ofAll.get(position));
    }
    return own;
  }

  /** Those of its overrides that hold. */
  List<Scorecard.ScoreOverride> overrides(List<Boolean> holding) {
    List<Scorecard.ScoreOverride> own = new ArrayList<>();
    for (int i = 0; i < scorecard.overrides().size(); i++) {
      if (holding.get(firstOverride + i)) {
        own.add(scorecard.overrides().get(i));
      }
    }
    return own;
  }
}
