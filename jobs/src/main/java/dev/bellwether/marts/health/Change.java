package dev.bellwether.marts.health;

/**
 * One effect on a score between two nights.
 *
 * @param dimension the measure's dimension; null of an override
 * @param measure the measure, or the override's name
 * @param feature the feature that the measure reads; null of an override
 * @param effect what made the change
 * @param points by how many points it moved the score
 * @param from the measure at the earlier night; null when its scorecard had none of that name
 * @param to the measure at the later night; null when its scorecard has none of that name
 */
record Change(
    String dimension,
    String measure,
    String feature,
    Effect effect,
    double points,
    ScoreSheet.Line from,
    ScoreSheet.Line to) {

  /** What can move a score. */
  enum Effect {
    /** The measure's feature has another value. */
    DATA,
    /** The measure's curve was edited. */
    CURVE,
    /** Other measures are known than before, so that weights are shared otherwise. */
    AVAILABILITY,
    /** Weights or measures of the scorecard were edited. */
    SCORECARD_EDITED,
    /** The account is scored by another scorecard than before. */
    SCORECARD_SWITCHED,
    /** An override came, went, or caps or lifts by more or less than before. */
    OVERRIDE
  }

  /** The measure's name as people write it. */
  String plainMeasure() {
    return measure.replace('_', ' ');
  }

  /** Both as one, where a scorecard has let go of a measure and taken another of its name. */
  Change plus(Change other) {
    return new Change(
        dimension,
        measure,
        feature,
        effect,
        points + other.points,
        from == null ? other.from : from,
        to == null ? other.to : to);
  }
}
