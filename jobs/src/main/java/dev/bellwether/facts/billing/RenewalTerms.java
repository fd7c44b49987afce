package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import org.apache.spark.sql.Column;

/**
 * The terms of a subscription: when each ends, and by when its renewal is decided. Columns over
 * rows with {@code start_date, renewal_date, term_months, auto_renew, notice_period_days}.
 *
 * <p>Terms are counted from the start, whichever of them the renewal date ends: 31 January, 28
 * February, 31 March. A renewal date that lies no whole terms after the start is counted from
 * instead, both ways; no term but the one that it states itself is then shorter than a whole one. A
 * renewal date alone is the only end known; without one and without a term there is none
 * (evergreen).
 */
public final class RenewalTerms {
  private static final Column START = col("start_date");
  private static final Column TERM = col("term_months");

  private RenewalTerms() {}

  /** The ends of terms from one day to another, both inclusive; null for an evergreen contract. */
  public static Column endsBetween(Column from, Column until) {
    Column earliest = greatest(from, firstEnd());
    Column first = termsUntil(earliest);
    Column numbers = sequence(first, greatest(first, termsUntil(until)));
    Column anchor = countedFrom();
    Column ends =
        transform(
            numbers, number -> add_months(anchor, number.multiply(coalesce(TERM, lit(0)))));
    return when(
        firstEnd().isNotNull(), filter(ends, end -> end.geq(earliest).and(end.leq(until))));
  }

  /**
   * The first renewal whose decision is still open on a day, the day of the decision included.
   *
   * @return struct of {@code decision_date}, {@code renewal_date} and {@code term_months} (null
   *     when unknown); null where there is none
   */
  public static Column firstOpenOn(Column day) {
    Column from = date_add(day, noticeDays());
    Column until = add_months(greatest(from, firstEnd()), coalesce(TERM, lit(0)).multiply(2));
    Column end = array_min(endsBetween(from, until));
    return when(
        end.isNotNull(),
        struct(
            decisionDate(end).as("decision_date"),
            end.as("renewal_date"),
            TERM.as("term_months")));
  }

  /** By when a renewal is decided: the notice deadline if it is automatic, else the term's end. */
  public static Column decisionDate(Column termEnd) {
    return date_sub(termEnd, noticeDays());
  }

  /**
   * The end that a notice without one means: of the first term whose decision was still open; of a
   * contract without terms, when its notice period has passed; null where that is unknown.
   */
  static Column endUnderNotice() {
    Column noticeOn = col("notice_on");
    return coalesce(
        firstOpenOn(noticeOn).getField("renewal_date"),
        date_add(noticeOn, col("notice_period_days")));
  }

  private static Column noticeDays() {
    Column automatic = coalesce(col("auto_renew"), lit(false));
    return when(automatic, coalesce(col("notice_period_days"), lit(0))).otherwise(lit(0));
  }

  /** A renewal before the start states no term. */
  private static Column renewalDate() {
    return when(col("renewal_date").gt(START), col("renewal_date"));
  }

  private static Column firstEnd() {
    return least(add_months(START, TERM), renewalDate());
  }

  private static Column countedFrom() {
    Column apart = months(START, renewalDate());
    Column wholeTerms =
        apart.mod(TERM).equalTo(0).and(add_months(START, apart).equalTo(renewalDate()));
    return when(renewalDate().isNull().or(wholeTerms), START).otherwise(renewalDate());
  }

  /** How many terms end in or before the month of a day, which may be a term too many. */
  private static Column termsUntil(Column day) {
    Column terms = floor(months(countedFrom(), day).divide(TERM)).cast("int");
    return coalesce(terms, lit(0));
  }

  private static Column months(Column from, Column to) {
    Column years = year(to).minus(year(from));
    return years.multiply(12).plus(month(to)).minus(month(from));
  }
}
