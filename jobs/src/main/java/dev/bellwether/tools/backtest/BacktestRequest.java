package dev.bellwether.tools.backtest;

import java.util.List;

/**
 * What to learn from, and how to judge.
 *
 * @param files files, folders or globs
 * @param label the column that says what happened
 * @param positive the label's value that means churn, null where it goes without saying
 * @param id the column that says whom a row is about, null where each row is about another
 * @param time the column that says when a row was observed, null to judge by folds
 * @param folds how many folds, where there is no time
 * @param purge units of time (days, for dates) left out before the rows that calibrate and judge
 * @param seed of everything random
 */
public record BacktestRequest(
    List<String> files,
    String label,
    String positive,
    String id,
    String time,
    int folds,
    double purge,
    long seed) {}
