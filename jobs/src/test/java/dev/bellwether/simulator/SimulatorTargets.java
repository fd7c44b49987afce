package dev.bellwether.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Measures a simulated company by naive loops. */
final class SimulatorTargets {

  private static final double USD_PER_EUR = 1.09;

  private SimulatorTargets() {}

  /** A probability and what came of it. */
  record Judged(double probability, boolean churned) {}

  static LocalDate german(String text) {
    return LocalDate.of(
        Integer.parseInt(text.substring(6)),
        Integer.parseInt(text.substring(3, 5)),
        Integer.parseInt(text.substring(0, 2)));
  }

  static double monthlyRevenue(List<Map<String, String>> contracts, LocalDate day) {
    double sum = 0;
    for (Map<String, String> row : contracts) {
      boolean started = !german(row.get("start_date")).isAfter(day);
      boolean ended = !row.get("end_date").isEmpty() && !german(row.get("end_date")).isAfter(day);
      double rate = row.get("currency").equals("EUR") ? USD_PER_EUR : 1;
      sum += started && !ended ? Double.parseDouble(row.get("mrr")) * rate : 0;
    }
    return sum;
  }

  /** GRR over years, the customers' revenue pooled. */
  static double grossRetention(
      Iterable<List<Map<String, String>>> accounts, List<LocalDate> starts) {
    double before = 0;
    double kept = 0;
    for (List<Map<String, String>> contracts : accounts) {
      for (LocalDate start : starts) {
        double first = monthlyRevenue(contracts, start);
        before += first;
        kept += Math.min(first, monthlyRevenue(contracts, start.plusYears(1).minusDays(1)));
      }
    }
    return kept / before;
  }

  /** Share of customers at a start that are none a year later. */
  static double logoChurn(Iterable<List<Map<String, String>>> accounts, List<LocalDate> starts) {
    double customers = 0;
    double lost = 0;
    for (List<Map<String, String>> contracts : accounts) {
      for (LocalDate start : starts) {
        if (monthlyRevenue(contracts, start) > 0) {
          customers++;
          lost += monthlyRevenue(contracts, start.plusYears(1).minusDays(1)) > 0 ? 0 : 1;
        }
      }
    }
    return lost / customers;
  }

  /** The true odds at the next decision of customers that decide within 90 days. */
  static List<Judged> upForRenewal(
      List<Map<String, String>> odds, Predicate<Map<String, String>> only) {
    List<Judged> judged = new ArrayList<>();
    for (Map<String, String> row : odds) {
      String next = row.get("next_decision_date");
      if (!row.get("left_at_next_decision").isEmpty() && only.test(row)) {
        LocalDate until = LocalDate.parse(row.get("as_of_date")).plusDays(90);
        if (!LocalDate.parse(next).isAfter(until)) {
          judged.add(judged(row));
        }
      }
    }
    return judged;
  }

  /** The area under the ROC curve, ties by half. */
  static double auc(List<Judged> judged) {
    List<Judged> sorted =
        judged.stream().sorted(Comparator.comparingDouble(Judged::probability)).toList();
    double wins = 0;
    double stayersBelow = 0;
    int i = 0;
    while (i < sorted.size()) {
      int leavers = 0;
      int stayers = 0;
      double probability = sorted.get(i).probability();
      for (; i < sorted.size() && sorted.get(i).probability() == probability; i++) {
        leavers += sorted.get(i).churned() ? 1 : 0;
        stayers += sorted.get(i).churned() ? 0 : 1;
      }
      wins += leavers * (stayersBelow + stayers / 2.0);
      stayersBelow += stayers;
    }
    double leavers = judged.stream().filter(Judged::churned).count();
    return wins / leavers / (judged.size() - leavers);
  }

  private static Judged judged(Map<String, String> row) {
    return new Judged(
        Double.parseDouble(row.get("probability_next_decision")),
        row.get("left_at_next_decision").equals("1"));
  }
}
