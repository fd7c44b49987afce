package dev.bellwether.tools.backtest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a list of the rows most at risk is worth.
 *
 * @param listed rows on the list: a tenth of those judged
 * @param found events among them
 * @param events events among all rows judged
 * @param judged rows judged
 * @param money the same in money, where a column says what rows pay
 */
record Worth(int listed, int found, int events, int judged, Optional<Money> money) {
  private static final double SHARE = 0.1;

  /**
   * What churned rows pay.
   *
   * @param column that says so
   * @param found what those on the list pay
   * @param lost what all pay
   */
  record Money(String column, double found, double lost) {}

  /**
   * The worth of a method's list.
   *
   * @param pays the column that says what rows pay, with each row's number and payment
   */
  static Worth of(List<HeldOut> rows, String method, Optional<Payments> pays) {
    List<HeldOut> ranked =
        rows.stream()
            .sorted(
                Comparator.comparingDouble((HeldOut row) -> -row.probabilities().get(method))
                    .thenComparingLong(HeldOut::row))
            .toList();
    int listed = Math.max(1, (int) Math.round(SHARE * ranked.size()));
    List<HeldOut> churned = rows.stream().filter(HeldOut::event).toList();
    List<HeldOut> found = ranked.subList(0, listed).stream().filter(HeldOut::event).toList();
    return new Worth(
        listed,
        found.size(),
        churned.size(),
        rows.size(),
        pays.map(of -> new Money(of.column(), of.sum(found), of.sum(churned)))
            .filter(money -> money.lost() > 0));
  }

  /**
   * What rows pay.
   *
   * @param column that says so
   * @param ofRows by the number of a row
   */
  record Payments(String column, Map<Long, Double> ofRows) {
    double sum(List<HeldOut> rows) {
      ToDoubleFunction<HeldOut> payment = row -> ofRows.getOrDefault(row.row(), 0.0);
      return rows.stream().mapToDouble(payment).sum();
    }
  }

  /** The share of events that the list holds. */
  double recall() {
    return (double) found / events;
  }

  /** How many times as many events the list holds as one drawn by lot would. */
  double lift() {
    return recall() * judged / listed;
  }

  /** In one sentence. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "Of the 10 %% most at risk (%,d), %,d churned: %.0f %% of all churn, %.1f times as much as"
            + " a list by lot would find.",
        listed,
        found,
        recall() * 100,
        lift());
  }

  /** In money, in one sentence. */
  Optional<String> moneySentence() {
    return money.map(
        of ->
            String.format(
                Locale.ROOT,
                "By %s, they pay %,.0f of the %,.0f that churned customers pay: %.0f %%.",
                of.column(),
                of.found(),
                of.lost(),
                100 * of.found() / of.lost()));
  }
}
