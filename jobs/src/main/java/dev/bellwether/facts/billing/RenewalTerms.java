package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * When the terms of subscriptions end ({@link SubscriptionTerms}), and by when their renewals are
 * decided: columns over rows with {@code start_date, renewal_date, term_months, auto_renew,
 * notice_period_days}.
 */
public final class RenewalTerms {
  private static final UserDefinedFunction ENDS =
      udf(
          (UDF3<Row, Date, Date, List<Date>>)
              (terms, from, until) ->
                  of(terms).endsBetween(from.toLocalDate(), until.toLocalDate()).stream()
                      .map(Date::valueOf)
                      .toList(),
          DataTypes.createArrayType(DataTypes.DateType));
  private static final UserDefinedFunction FIRST_END =
      udf(
          (UDF2<Row, Date, Date>)
              (terms, from) ->
                  from == null
                      ? null
                      : of(terms).firstEndFrom(from.toLocalDate()).map(Date::valueOf).orElse(null),
          DataTypes.DateType);

  private RenewalTerms() {}

  private static SubscriptionTerms of(Row terms) {
    return new SubscriptionTerms(
        terms.<Date>getAs("start_date").toLocalDate(),
        Optional.ofNullable(terms.<Date>getAs("renewal_date")).map(Date::toLocalDate),
        Optional.ofNullable(terms.getAs("term_months")));
  }

  private static Column terms() {
    return struct("start_date", "renewal_date", "term_months");
  }

  /** The ends of terms from one day to another, both inclusive; none of an evergreen contract. */
  public static Column endsBetween(Column from, Column until) {
    return ENDS.apply(terms(), from, until);
  }

  /** Whether a term ends on a day. */
  public static Column endsOn(Column day) {
    return coalesce(FIRST_END.apply(terms(), day).equalTo(day), lit(false));
  }

  /**
   * The first renewal whose decision is still open on a day, the day of the decision included; null
   * where there is none.
   */
  public static Column firstOpenOn(Column day) {
    return FIRST_END.apply(terms(), date_add(day, noticeDays()));
  }

  /** By when a renewal is decided: the notice deadline if it is automatic, else the term's end. */
  public static Column decisionDate(Column termEnd) {
    return date_sub(termEnd, noticeDays());
  }

  /** By when the renewal a term before was decided; null where a term's length is not known. */
  public static Column decisionBefore(Column termEnd) {
    return decisionDate(add_months(termEnd, negate(col("term_months"))));
  }

  /**
   * The end that a notice without one means: of the first term whose decision was still open; of a
   * contract without terms, when its notice period has passed; null where that is unknown.
   */
  static Column endUnderNotice() {
    Column noticeOn = col("notice_on");
    return coalesce(firstOpenOn(noticeOn), date_add(noticeOn, col("notice_period_days")));
  }

  private static Column noticeDays() {
    Column automatic = coalesce(col("auto_renew"), lit(false));
    return when(automatic, coalesce(col("notice_period_days"), lit(0))).otherwise(lit(0));
  }
}
