package dev.bellwether.prediction;

import java.util.List;

/**
 * What was learned, with what it says of rows held out.
 *
 * @param trained the calibrated models
 * @param growth how its booster was grown
 * @param heldOut the rows that nothing was learned from, with their log odds
 * @param explained some of them, spread evenly, with what drove their log odds
 */
public record Fitted(
    CalibratedModels trained, Growth growth, List<Scored> heldOut, List<Explained> explained) {}
