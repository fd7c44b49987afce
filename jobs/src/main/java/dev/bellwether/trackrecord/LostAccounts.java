package dev.bellwether.trackrecord;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The churns of one account as one subject saw them coming: once for each horizon and group that an
 * observation before the churn belongs to, from the day on which the first of these matured.
 *
 * <p>In come the rows of {@link Judged} of one account and subject, out go rows of {@link #SCHEMA}.
 */
final class LostAccounts implements FlatMapGroupsFunction<Row, Row, Row> {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "subject string, horizon_days int, version string, cohort string, segment string,"
              + " matured_on date, green_before boolean, lead_days int");

  private static final long serialVersionUID = 1;

  private record Lost(LocalDate churnedOn, int horizon, Group group) {}

  @Override
  public Iterator<Row> call(Row accountAndSubject, Iterator<Row> judged) {
    History history = new History();
    Map<Lost, LocalDate> knownFrom = new LinkedHashMap<>();
    while (judged.hasNext()) {
      Row row = judged.next();
      history.add(
          Evidence.day(row, "observed_on"),
          row.getAs("band"),
          Evidence.day(row, "decision_date"),
          Evidence.day(row, "renewal_date"));
      if (row.<Boolean>getAs("churned")) {
        addTo(knownFrom, row);
      }
    }
    List<Row> lost = new ArrayList<>();
    knownFrom.forEach((one, day) -> lost.add(row(accountAndSubject, one, day, history)));
    return lost.iterator();
  }

  private static void addTo(Map<Lost, LocalDate> knownFrom, Row row) {
    LocalDate churnedOn = Evidence.day(row, "churned_on");
    LocalDate maturedOn = Evidence.day(row, "matured_on");
    int horizon = row.<Integer>getAs("horizon_days");
    boolean decision = row.<Boolean>getAs("decision");
    for (Group group : Group.of(row.getAs("version"), decision, row.getAs("segment"))) {
      knownFrom.merge(
          new Lost(churnedOn, horizon, group),
          maturedOn,
          (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  private static Row row(Row key, Lost lost, LocalDate knownFrom, History history) {
    LocalDate decision = history.decisionOf(lost.churnedOn());
    return RowFactory.create(
        key.getAs("subject"),
        lost.horizon(),
        lost.group().version(),
        lost.group().cohort(),
        lost.group().segment(),
        Date.valueOf(knownFrom),
        history.greenBefore(decision),
        history.leadDays(decision));
  }
}
