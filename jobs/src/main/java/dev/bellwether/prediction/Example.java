package dev.bellwether.prediction;

import java.io.Serializable;

/**
 * One row of a feature table: what is known, and what became of it.
 *
 * @param row its number in the table, from 0
 * @param id whom it is about; rows of one id are never parted between training and judging
 * @param time when it was observed, in any unit that grows; 0 where there is no time
 * @param event whether what is predicted happened
 * @param numbers the numeric features in the table's order; NaN where unknown
 * @param texts the categorical features in the table's order; null where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
public record Example(
    long row, String id, double time, boolean event, double[] numbers, String[] texts)
    implements Serializable {}
