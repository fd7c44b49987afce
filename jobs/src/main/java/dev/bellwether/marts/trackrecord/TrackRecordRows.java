package dev.bellwether.marts.trackrecord;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.contract.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/** Sums the evidence of one subject and horizon as it stood at each date, in order of risk. */
final class TrackRecordRows implements FlatMapGroupsFunction<Row, Row, Row> {
  private static final long serialVersionUID = 1;

  private final ArrayList<LocalDate> dates;

  TrackRecordRows(List<LocalDate> dates) {
    this.dates = new ArrayList<>(dates);
  }

  @Override
  public Iterator<Row> call(Row subjectAndHorizon, Iterator<Row> inOrderOfRisk) {
    Map<Group, Integer> numbers = new HashMap<>();
    List<Evidence> all = new ArrayList<>();
    while (inOrderOfRisk.hasNext()) {
      Row row = inOrderOfRisk.next();
      int[] groups =
          groups(row).stream()
              .mapToInt(group -> numbers.computeIfAbsent(group, any -> numbers.size()))
              .toArray();
      all.add(new Evidence(row, groups));
    }
    List<Row> rows = new ArrayList<>();
    for (LocalDate date : dates) {
      GroupTotals[] totals = totals(subjectAndHorizon, numbers.size(), all, date);
      numbers.forEach(
          (group, number) -> {
            if (totals[number] != null) {
              rows.add(row(date, subjectAndHorizon, group, totals[number]));
            }
          });
    }
    return rows.iterator();
  }

  /** Outcomes count in all groups that they belong to, churned accounts in the one they name. */
  private static List<Group> groups(Row row) {
    String version = row.getAs("version");
    String cohort = row.getAs("cohort");
    String segment = row.getAs("segment");
    return Evidence.isOfChurnedAccounts(row)
        ? List.of(new Group(version, cohort, segment))
        : Group.of(version, cohort.equals(Group.DECISION), segment);
  }

  private static GroupTotals[] totals(Row key, int count, List<Evidence> all, LocalDate date) {
    boolean isProbable = key.getAs("subject").equals(SignalOutcomes.PREDICTION);
    long today = date.toEpochDay();
    GroupTotals[] totals = new GroupTotals[count];
    for (Evidence one : all) {
      if (one.knownFrom <= today) {
        for (int group : one.groups) {
          if (totals[group] == null) {
            totals[group] = new GroupTotals(isProbable);
          }
          totals[group].add(one);
        }
      }
    }
    return totals;
  }

  private static Row row(LocalDate date, Row key, Group group, GroupTotals totals) {
    NamedRow row =
        NamedRow.of(Contracts.of(Tables.TRACK_RECORD).schema())
            .set("as_of_date", Date.valueOf(date))
            .set("subject", key.getAs("subject"))
            .set("version", group.version())
            .set("cohort", group.cohort())
            .set("segment", group.segment())
            .set("horizon_days", key.getAs("horizon_days"));
    totals.fill(row);
    return row.row();
  }
}
