package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** What renewals come to, in the words of renewal_outcome, and which of that was decided. */
public final class RenewalOutcomes {
  public static final String RENEWED = "renewed";
  public static final String LATE = "late";
  public static final String CONTRACTED = "contracted";
  public static final String EXPANDED = "expanded";
  public static final String CHURNED = "churned";
  public static final String PENDING = "pending";
  public static final String SIGNED = "signed";
  public static final String MOVED = "moved";
  public static final String WITHDRAWN = "withdrawn";

  private RenewalOutcomes() {}

  /** Of a row with {@code outcome}: whether somebody decided, for it or against it. */
  public static Column isDecided() {
    return isKept().or(col("outcome").equalTo(CHURNED));
  }

  /** Of a row with {@code outcome}: whether it was decided and did not churn. */
  public static Column isKept() {
    return col("outcome").isin(RENEWED, LATE, CONTRACTED, EXPANDED);
  }

  /** Of a row with {@code outcome}: whether it came to be due no more before its day. */
  public static Column isDueNoMore() {
    return col("outcome").isin(MOVED, WITHDRAWN);
  }

  /**
   * Of a row of renewal_outcome: what it lost, available less renewed ARR where that is less; null
   * unless it was decided, and when a rate is missing.
   */
  public static Column lostArr() {
    Column available = col("available_to_renew_arr");
    Column renewed = col("renewed_arr");
    return when(isDecided().and(renewed.isNotNull()), available.minus(least(available, renewed)))
        .cast("decimal(18,2)");
  }
}
