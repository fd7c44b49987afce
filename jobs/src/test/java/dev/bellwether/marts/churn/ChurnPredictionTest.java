package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Settings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChurnPredictionTest extends MartTest {
  private static final int MINIMUM = 4;
  private static final double SHRINKAGE = 5;
  private static final Settings SETTINGS =
      settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, MINIMUM, SHRINKAGE);
  private static final List<LocalDate> OBSERVED = days("2023-10-31", "2023-11-30", "2023-12-31");
  private static final List<LocalDate> DATES =
      days("2024-01-15", "2024-01-30", "2024-03-01", "2024-06-30");

  private record Night(
      LocalDate date,
      String account,
      String status,
      String band,
      String segment,
      boolean notice,
      Integer daysToDecision) {

    boolean decides(int horizon) {
      return !notice && daysToDecision != null && daysToDecision <= horizon;
    }
  }

  private record Label(LocalDate observed, String account, int horizon, boolean churned) {
    LocalDate matured() {
      return observed.plusDays(horizon + GAP_DAYS);
    }
  }

  private final List<Night> nights = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private Map<String, Dataset<Row>> tables;
  private Dataset<Row> atOnce;

  @org.junit.jupiter.api.BeforeAll
  void generate() {
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      String account = "a" + i;
      String segment = List.of("smb", "enterprise", "null").get(random.nextInt(3));
      for (LocalDate date : OBSERVED) {
        nights.add(night(date, account, segment, random));
        for (int horizon : Horizons.DAYS) {
          labels.add(new Label(date, account, horizon, random.nextInt(100) < horizon / 6));
        }
      }
      DATES.forEach(date -> nights.add(night(date, account, segment, random)));
    }
    labels.removeIf(l -> !find(l.observed(), l.account()).status().equals("customer"));
    tables = tables();
    atOnce =
        run(new ChurnPrediction(), SETTINGS, DATES, tables, Map.of(), null).get("churn_prediction");
  }

  private static Night night(LocalDate date, String account, String segment, Random random) {
    String band = List.of("green", "yellow", "red", "unknown").get(random.nextInt(4));
    String status = random.nextInt(8) == 0 ? "churned" : "customer";
    Integer days = random.nextInt(5) == 0 ? null : Integer.valueOf(1 + random.nextInt(250));
    return new Night(date, account, status, band, segment, random.nextInt(8) == 0, days);
  }

  private Night find(LocalDate date, String account) {
    return nights.stream()
        .filter(n -> n.date().equals(date) && n.account().equals(account))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Dataset<Row>> tables() {
    Dataset<Row> wide =
        table(
            "as_of_date date, account_id string, status string, band string, segment string,"
                + " notice_in_force boolean, days_to_decision int",
            nights.stream()
                .map(
                    n ->
                        String.join(
                            " | ",
                            n.date().toString(),
                            n.account(),
                            n.status(),
                            n.band(),
                            n.segment(),
                            String.valueOf(n.notice()),
                            String.valueOf(n.daysToDecision())))
                .toArray(String[]::new));
    Dataset<Row> label =
        table(
            "observed_on date, account_id string, horizon_days int, churned boolean,"
                + " churned_on date, matured_on date",
            labels.stream()
                .map(
                    l ->
                        String.join(
                            " | ",
                            l.observed().toString(),
                            l.account(),
                            "" + l.horizon(),
                            "" + l.churned(),
                            "null",
                            l.matured().toString()))
                .toArray(String[]::new));
    return Map.of(
        "account_health",
        wide.drop("notice_in_force", "days_to_decision"),
        "account_features",
        wide.select("as_of_date", "account_id", "notice_in_force", "days_to_decision"),
        "churn_label",
        label);
  }

  @Test
  void probabilitiesAreWhatPlainLoopsCount() {
    List<String> expected = new ArrayList<>();
    for (Night night : nights) {
      if (DATES.contains(night.date()) && night.status().equals("customer")) {
        Horizons.DAYS.forEach(horizon -> expected.add(predicted(night, horizon)));
      }
    }
    List<String> actual =
        atOnce.collectAsList().stream()
            .map(
                row ->
                    List.of(
                            row.getAs("as_of_date").toString(),
                            row.getAs("account_id").toString(),
                            row.getAs("horizon_days").toString(),
                            plain(row.getAs("probability")),
                            row.getAs("method").toString(),
                            row.getAs("outcomes_used").toString(),
                            row.getAs("cell_accounts").toString())
                        .toString())
            .toList();

    assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(atOnce.select("method").distinct().collectAsList().stream().map(r -> r.getString(0)))
        .containsExactlyInAnyOrder("unknown", "band_rate", "notice_rate");
  }

  private static String plain(BigDecimal probability) {
    return probability == null ? "null" : probability.toPlainString();
  }

  private String predicted(Night night, int horizon) {
    List<Label> mature =
        labels.stream()
            .filter(l -> l.horizon() == horizon && !l.matured().isAfter(night.date()))
            .toList();
    long outcomes = mature.stream().filter(Label::churned).map(Label::account).distinct().count();
    List<Label> cell = mature.stream().filter(l -> isSameCell(night, l)).toList();
    List<Label> all =
        mature.stream()
            .filter(l -> !find(l.observed(), l.account()).notice())
            .filter(l -> find(l.observed(), l.account()).decides(horizon) == night.decides(horizon))
            .toList();
    Double rate = night.notice() ? rate(cell) : shrunk(cell, all);
    boolean known = outcomes >= MINIMUM && rate != null;
    String probability =
        known ? BigDecimal.valueOf(rate).setScale(8, RoundingMode.HALF_UP).toPlainString() : "null";
    String method = known ? (night.notice() ? "notice_rate" : "band_rate") : "unknown";
    return List.of(
            night.date().toString(),
            night.account(),
            "" + horizon,
            probability,
            method,
            "" + outcomes,
            "" + cell.size())
        .toString();
  }

  private boolean isSameCell(Night night, Label label) {
    Night then = find(label.observed(), label.account());
    boolean alike =
        then.band().equals(night.band())
            && then.segment().equals(night.segment())
            && then.decides(label.horizon()) == night.decides(label.horizon());
    return then.notice() == night.notice() && (night.notice() || alike);
  }

  private static Double rate(List<Label> cell) {
    long churned = cell.stream().filter(Label::churned).count();
    return cell.isEmpty() ? null : (double) churned / cell.size();
  }

  private static Double shrunk(List<Label> cell, List<Label> all) {
    Double overall = rate(all);
    long churned = cell.stream().filter(Label::churned).count();
    return overall == null ? null : (churned + SHRINKAGE * overall) / (cell.size() + SHRINKAGE);
  }

  @Test
  void aSetOfDatesEqualsTheDatesOneByOne() {
    assertSameRows(
        runOneByOne(new ChurnPrediction(), SETTINGS, DATES, tables).get("churn_prediction"),
        atOnce);
  }

  @Test
  void everyRowKeepsItsContract() {
    assertKeepsContract("churn_prediction", atOnce);
  }

  @Test
  void withoutAnyLabelNothingIsPredicted() {
    Map<String, Dataset<Row>> none =
        Map.of(
            "account_health", tables.get("account_health"),
            "account_features", tables.get("account_features"),
            "churn_label", tables.get("churn_label").limit(0));
    Dataset<Row> predictions =
        run(new ChurnPrediction(), SETTINGS, days("2024-01-30"), none, Map.of(), null)
            .get("churn_prediction");

    assertThat(predictions.count()).isPositive();
    assertThat(predictions.where("method <> 'unknown' OR outcomes_used <> 0").count()).isZero();
  }
}
