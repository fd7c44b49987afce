package dev.bellwether.marts.health;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** An account's row of account_health with its measures: a draft, or as stored. */
final class HealthNight {
  private final Object[] values;
  private final LocalDate date;
  private final LocalDate customerSince;
  private List<ScoreSheet.Line> lines;

  /** A draft without anything but its date, and for how long the account has been a customer. */
  HealthNight(Date date, Integer ageDays) {
    this.values = new Object[HealthRows.NIGHT.size()];
    this.date = date.toLocalDate();
    this.customerSince = ageDays == null ? null : this.date.minusDays(ageDays);
    set("as_of_date", date);
    set("account_age_days", ageDays);
  }

  /** A row of {@link HealthRows#NIGHT}. */
  HealthNight(Row row) {
    this(row.getAs("as_of_date"), row.getAs("account_age_days"));
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    List<Row> measures = row.getList(row.fieldIndex(HealthRows.MEASURES));
    this.lines = measures.stream().map(HealthRows::line).toList();
  }

  Object get(String column) {
    return values[HealthRows.NIGHT.fieldIndex(column)];
  }

  void set(String column, Object value) {
    values[HealthRows.NIGHT.fieldIndex(column)] = value;
  }

  List<ScoreSheet.Line> lines() {
    return lines;
  }

  void setLines(List<ScoreSheet.Line> lines) {
    this.lines = lines;
  }

  LocalDate date() {
    return date;
  }

  Double score() {
    return (Double) get("score");
  }

  Double coverage() {
    return (Double) get("coverage");
  }

  /** How it stood, for the night after. */
  BandState bandState() {
    Date across = (Date) get("across_since");
    return new BandState(
        (String) get("band"), across == null ? null : across.toLocalDate(), score(), coverage());
  }

  boolean isCustomer() {
    return "customer".equals(get("status"));
  }

  boolean wasScored() {
    return get("scored_on") != null;
  }

  /** Whether the account has been the same customer since that earlier night. */
  boolean isSameCustomerSince(HealthNight earlier) {
    return customerSince != null && !earlier.date.isBefore(customerSince);
  }

  /** Its score and what that stands on; there must be one. */
  HealthPoint point() {
    return new HealthPoint(
        ((Date) get("scored_on")).toLocalDate(),
        (String) get("scorecard"),
        (String) get("scorecard_hash"),
        score(),
        (Double) get("score_before_overrides"),
        (String) get("override"),
        lines);
  }

  /** The row of {@link HealthRows#NIGHT}. */
  Row row() {
    return RowFactory.create(allValues(values.length));
  }

  /** The row of {@link HealthRows#COMPLETED}. */
  Row row(List<Row> changes) {
    Object[] all = allValues(values.length + 1);
    all[values.length] = changes.toArray();
    return RowFactory.create(all);
  }

  private Object[] allValues(int size) {
    Object[] all = new Object[size];
    System.arraycopy(values, 0, all, 0, values.length);
    all[values.length - 1] = lines.stream().map(HealthRows::ofLine).toArray();
    return all;
  }
}
