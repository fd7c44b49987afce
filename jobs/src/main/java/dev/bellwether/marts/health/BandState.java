package dev.bellwether.marts.health;

import java.time.LocalDate;

/**
 * Where an account stands.
 *
 * @param band its band
 * @param acrossSince since when its score has stood past a cut-off of that band without a night in
 *     between; null when it does not
 * @param score its score
 * @param coverage its coverage
 */
record BandState(String band, LocalDate acrossSince, Double score, Double coverage) {}
