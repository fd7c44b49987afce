package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.not;

import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import org.apache.spark.sql.Column;

/**
 * Whether somebody who comes back is the same customer, and from when somebody who stays away is
 * churned: status, labels, tenure, health memory, renewals and the risk list all ask here.
 *
 * <p>An end is the first day without service. Who returns on the last day of the gap or earlier is
 * the same customer, since nobody was told of a churn before; from that day on, whoever is still
 * away is churned. Under notice the end is final at once, and only service without a pause goes on.
 *
 * @param days days without service until a lapse is churn, at least 0
 */
public record ChurnGap(int days) {

  /** The gap that the settings state. */
  public static ChurnGap of(Settings settings) {
    return new ChurnGap(settings.churn().gapDays());
  }

  /** The last day on which a return still continues service that ended without notice. */
  public Column lastReturn(Column end) {
    return date_add(end, days);
  }

  /** The earliest start that may have been meant to replace service ending on that day. */
  public Column earliestSuccessor(Column end) {
    return date_sub(end, days);
  }

  /** The same of a day; what became of an end is known by then. */
  public LocalDate lastReturn(LocalDate end) {
    return end.plusDays(days);
  }

  /** The earliest start that may have been meant to replace service ending on that day. */
  LocalDate earliestSuccessor(LocalDate end) {
    return end.minusDays(days);
  }

  /** Whether service from {@code start} on continues service until {@code end}. */
  public Column continues(Column end, Column underNotice, Column start) {
    return start.leq(end).or(not(underNotice).and(start.leq(lastReturn(end))));
  }

  /** Whether somebody who has not returned by a day is churned on it. */
  public Column isChurned(Column end, Column underNotice, Column day) {
    return end.leq(day).and(underNotice.or(day.geq(lastReturn(end))));
  }

  /** Whether service has ended, and a return may yet continue it. */
  public Column isOpen(Column end, Column underNotice, Column day) {
    return end.leq(day).and(not(isChurned(end, underNotice, day)));
  }
}
