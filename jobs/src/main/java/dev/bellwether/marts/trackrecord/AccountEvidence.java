package dev.bellwether.marts.trackrecord;

import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.prediction.evaluation.LogLoss;
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

/**
 * What one account shows of one subject: its outcomes, and its churns as the subject saw them
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
  public Iterator<Row> call(Row accountAndSubject, Iterator<Row> signals) {
    History history = new History();
    Map<Churn, LocalDate> maturedOn = new LinkedHashMap<>();
    List<Row> evidence = new ArrayList<>();
    while (signals.hasNext()) {
      Row row = signals.next();
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
    boolean churned = row.getAs("churned");
    return evidence(row.getAs("subject"), row.getAs("horizon_days"), group(row))
        .set("known_from", knownFrom(Evidence.day(row, "matured_on")))
        .set("level", row.getAs("level"))
        .set("band", row.getAs("band"))
        .set("first_observed_on", row.getAs("observed_on"))
        .set("last_observed_on", row.getAs("observed_on"))
        .set("n", 1L)
        .set("events", churned ? 1L : 0L)
        .set("probability_units", probabilityUnits(row))
        .set("loss_units", lossUnits(row, churned))
        .row();
  }

  private static Group group(Row row) {
    String cohort = row.<Boolean>getAs("decision") ? Group.DECISION : Group.POOLED;
    return new Group(row.getAs("version"), cohort, row.getAs("segment"));
  }

  private static long probabilityUnits(Row row) {
    Double probability = row.getAs("probability");
    return probability == null ? 0 : Math.round(probability / Evidence.PROBABILITY_UNIT);
  }

  private static long lossUnits(Row row, boolean churned) {
    Double probability = row.getAs("probability");
    return probability == null
        ? 0
        : Math.round(LogLoss.of(probability, churned) / Evidence.LOSS_UNIT);
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
    return evidence(subject, churn.horizon(), churn.group())
        .set("known_from", knownFrom(maturedOn))
        .set("green_before", history.greenBefore(decision).orElse(null))
        .set("lead_days", history.leadDays(decision).orElse(null))
        .set("churned_accounts", 1L)
        .row();
  }

  /** What all evidence has; nothing counted yet. */
  private static NamedRow evidence(String subject, int horizon, Group group) {
    NamedRow row =
        NamedRow.of(Evidence.SCHEMA)
            .set("subject", subject)
            .set("horizon_days", horizon)
            .set("version", group.version())
            .set("cohort", group.cohort())
            .set("segment", group.segment());
    Evidence.COUNTS.forEach(count -> row.set(count, 0L));
    return row;
  }

  /** The first date at which what matured is known: what comes in together is summed together. */
  private Date knownFrom(LocalDate maturedOn) {
    return Date.valueOf(dates.ceiling(maturedOn));
  }
}
