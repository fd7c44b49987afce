package dev.bellwether.marts.trackrecord;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What one account says of one subject: its outcomes, and its churns as the subject saw them
 * coming.
 *
 * <p>A churn is given once for each horizon and group that an observation before it belongs to,
 * from the day on which the first of these matured. In come the rows of {@link SignalOutcomes}, out
 * go rows of {@link Evidence}.
 */
final class AccountEvidence implements FlatMapGroupsFunction<Row, Row, Row> {
  private static final long serialVersionUID = 1;

  private record Churn(LocalDate day, int horizon, Group group) {}

  private final TreeSet<LocalDate> dates;

  /**
   * @param dates the dates at which evidence is summed
   */
  AccountEvidence(List<LocalDate> dates) {
    this.dates = new TreeSet<>(dates);
  }

  @Override
  public Iterator<Row> call(Row accountAndSubject, Iterator<Row> judged) {
    History history = new History();
    Map<Churn, LocalDate> maturedOn = new LinkedHashMap<>();
    List<Row> evidence = new ArrayList<>();
    while (judged.hasNext()) {
      Row row = judged.next();
      history.add(
          Evidence.day(row, "observed_on"),
          row.getAs("band"),
          Evidence.day(row, "decision_date"),
          Evidence.day(row, "renewal_date"));
      evidence.add(outcome(row));
      if (row.<Boolean>getAs("churned")) {
        addTo(maturedOn, row);
      }
    }
    String subject = accountAndSubject.getAs("subject");
    maturedOn.forEach((churn, day) -> evidence.add(churn(subject, churn, day, history)));
    return evidence.iterator();
  }

  private Row outcome(Row row) {
    return RowFactory.create(
        row.getAs("subject"),
        row.getAs("horizon_days"),
        row.getAs("version"),
        row.<Boolean>getAs("decision") ? Group.DECISION : Group.POOLED,
        row.getAs("segment"),
        knownFrom(Evidence.day(row, "matured_on")),
        row.getAs("level"),
        row.getAs("band"),
        null,
        null,
        row.getAs("observed_on"),
        row.getAs("observed_on"),
        1L,
        row.<Boolean>getAs("churned") ? 1L : 0L,
        row.getAs("probability_units"),
        row.getAs("loss_units"),
        0L);
  }

  private static void addTo(Map<Churn, LocalDate> maturedOn, Row row) {
    LocalDate day = Evidence.day(row, "churned_on");
    LocalDate matured = Evidence.day(row, "matured_on");
    int horizon = row.<Integer>getAs("horizon_days");
    boolean decision = row.<Boolean>getAs("decision");
    for (Group group : Group.of(row.getAs("version"), decision, row.getAs("segment"))) {
      maturedOn.merge(
          new Churn(day, horizon, group),
          matured,
          (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  private Row churn(String subject, Churn churn, LocalDate maturedOn, History history) {
    LocalDate decision = history.decisionOf(churn.day());
    return RowFactory.create(
        subject,
        churn.horizon(),
        churn.group().version(),
        churn.group().cohort(),
        churn.group().segment(),
        knownFrom(maturedOn),
        null,
        null,
        history.greenBefore(decision),
        history.leadDays(decision),
        null,
        null,
        0L,
        0L,
        0L,
        0L,
        1L);
  }

  /** The first date at which what matured is known: what comes in together is summed together. */
  private Date knownFrom(LocalDate maturedOn) {
    return Date.valueOf(dates.ceiling(maturedOn));
  }
}
