package dev.bellwether.prediction;

import java.util.List;

/**
 * What was learned, with what it says of rows held out.
 *
 * @param trained the calibrated models
 * @param heldOut the rows that nothing was learned from, with their log odds
 */
public record Fitted(CalibratedModels trained, List<Scored> heldOut) {}
