package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import java.sql.Date;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Subscriptions that bring revenue for at least a day: what makes an account a customer. */
public final class PaidSubscriptions {
  /** Column: first day without service, {@link #FAR} while none is known. */
  public static final String SERVICE_END = "service_end";

  /** Stands for an end that is not known. */
  public static final Column FAR = lit(Date.valueOf("9999-12-31"));

  private PaidSubscriptions() {}

  /** Those of a view of subscriptions that have begun and are paid: no trials, no empty ones. */
  public static Dataset<Row> of(Dataset<Row> subscriptionsView) {
    return withDiscounts(subscriptionsView).where(serves());
  }

  /**
   * The same, and lines of negative revenue (discounts, credits): they lessen what is paid while
   * they last, but are no service and have no terms.
   */
  public static Dataset<Row> withDiscounts(Dataset<Row> subscriptionsView) {
    return withBooked(subscriptionsView).where(hasBegun());
  }

  /** The paid ones of a view, those that are booked and have not begun among them. */
  public static Dataset<Row> contracted(Dataset<Row> subscriptionsView) {
    return withBooked(subscriptionsView).where(serves());
  }

  /**
   * The same, and what is booked but has not begun.
   *
   * @return the view's columns and {@code service_end}: the end that the source gives, unless its
   *     notice was withdrawn and it lies ahead; under notice without one, the end of the term that
   *     the notice is for
   */
  static Dataset<Row> withBooked(Dataset<Row> subscriptionsView) {
    Column counts = not(coalesce(col("is_trial"), lit(false))).and(col("mrr").notEqual(0));
    return subscriptionsView
        .where(counts)
        .withColumn(SERVICE_END, serviceEnd())
        .where(col("start_date").lt(col(SERVICE_END)));
  }

  /** Whether a row is a service rather than a discount on one. */
  public static Column serves() {
    return col("mrr").gt(0);
  }

  static Column hasBegun() {
    return col("start_date").leq(col(AsOf.DATE));
  }

  private static Column serviceEnd() {
    Column end = col("end_date");
    Column revoked = isWithdrawn().and(end.gt(col(AsOf.DATE)));
    return when(revoked, FAR)
        .when(end.isNotNull(), end)
        .when(underNotice(), coalesce(RenewalTerms.endUnderNotice(), FAR))
        .otherwise(FAR);
  }

  /** Whether a paid subscription is active on a day. */
  public static Column activeOn(Column day) {
    return col("start_date").leq(day).and(col(SERVICE_END).gt(day));
  }

  /** Whether notice was given and not withdrawn since. */
  public static Column underNotice() {
    return col("notice_on").isNotNull().and(not(isWithdrawn()));
  }

  private static Column isWithdrawn() {
    return coalesce(col("notice_withdrawn_on").geq(col("notice_on")), lit(false));
  }
}
