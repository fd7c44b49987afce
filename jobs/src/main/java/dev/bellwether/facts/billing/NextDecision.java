package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.expr;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;

/** When a subscription is next decided upon, as far as its terms tell at the as-of date. */
final class NextDecision {
  private static final String NOTICE_DAYS =
      "if(coalesce(auto_renew, false), coalesce(notice_period_days, 0), 0)";
  private static final String COUNTED_FROM = "coalesce(renewal_date, start_date)";

  private NextDecision() {}

  /**
   * The decision and the renewal that it is about, for rows of active subscriptions that go on.
   *
   * @return struct of {@code decision_date} (after the as-of date: the notice deadline if it renews
   *     automatically, else the renewal date), {@code renewal_date} and {@code term_months} (null
   *     when unknown); null for an evergreen contract
   */
  static Column ofRow() {
    // the term under way ends at most two terms on: months differ in length
    String first = "floor(months_between(date_add(" + AsOf.DATE + ", " + NOTICE_DAYS + "), ";
    String term = first + COUNTED_FROM + ") / term_months)";
    String least = "if(renewal_date is null, 1, 0)";
    String number = "greatest(" + least + ", coalesce(cast(" + term + " as int), 0)) + i";
    String end = "add_months(" + COUNTED_FROM + ", (" + number + ") * coalesce(term_months, 0))";
    String ends = "transform(sequence(0, 2), i -> " + end + ")";
    String decision = "date_sub(day, " + NOTICE_DAYS + ")";
    String ahead = decision + " > " + AsOf.DATE;
    String decided =
        "day -> struct(" + decision + " as decision_date, day as renewal_date, term_months)";
    return expr(
        "if(renewal_date is null and term_months is null, null, "
            + ("array_min(transform(filter("
                + ends
                + ", day -> "
                + ahead
                + "), "
                + decided
                + ")))"));
  }
}
