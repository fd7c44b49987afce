package dev.bellwether.marts.renewals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The risk list of one date by plain loops over contracts, health, predictions and outcomes: a gap
 * of 31 days, a window of 90 and 30 urgent days, pseudo lapses and pseudo events of 10.
 */
final class RenewalRiskOracle {
  private static final int GAP = 31;
  private static final double SHRINKAGE = 10;
  private static final LocalDate FAR = LocalDate.of(9999, 12, 31);
  private static final List<String> URGENCIES =
      List.of("passed", "deadline", "window", "monthly", "signed");

  /** A contract; term 0 has no end of terms; end and notice may be null. */
  record Contract(
      String id,
      String account,
      LocalDate start,
      LocalDate end,
      LocalDate notice,
      int term,
      boolean automatic,
      int noticeDays,
      int mrr) {}

  /** Available, and renewed by how much, decided on a day. */
  record Outcome(String segment, long available, long renewed, LocalDate decidedOn) {}

  /** The ARR bounds what it pays for; null where it is not known. */
  record Account(String id, String segment, String band, BigDecimal probability, BigDecimal arr) {}

  record Decision(
      String account,
      LocalDate date,
      LocalDate renewal,
      String situation,
      boolean monthly,
      int arr) {}

  record Listed(
      String account,
      String urgency,
      LocalDate decision,
      int decisions,
      BigDecimal arr,
      BigDecimal loss,
      BigDecimal stake) {

    @Override
    public String toString() {
      return String.join(
          " ", account, urgency, "" + decision, "" + decisions, text(arr), text(loss));
    }

    private static String text(BigDecimal amount) {
      return amount == null ? "null" : amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
  }

  private final LocalDate today;
  private final List<Contract> contracts;
  private final Map<String, Account> accounts;
  private final List<Outcome> outcomes;

  RenewalRiskOracle(
      LocalDate today,
      List<Contract> contracts,
      Map<String, Account> accounts,
      List<Outcome> outcomes) {
    this.today = today;
    this.contracts = contracts;
    this.accounts = accounts;
    this.outcomes = outcomes;
  }

  List<Listed> list() {
    List<Listed> list = new ArrayList<>();
    for (Account account : accounts.values()) {
      List<Decision> decisions = new ArrayList<>();
      for (Contract contract : of(account.id())) {
        Decision decision = decision(contract);
        if (decision != null && !decision.date().isAfter(today.plusDays(90))) {
          decisions.add(decision);
        }
      }
      if (!decisions.isEmpty() && !status(account.id()).equals("churned")) {
        list.add(listed(account, decisions));
      }
    }
    list.sort(
        Comparator.comparingInt((Listed each) -> URGENCIES.indexOf(each.urgency()))
            .thenComparing(Listed::stake, Comparator.reverseOrder())
            .thenComparingInt(each -> severity(accounts.get(each.account()).band()))
            .thenComparing(Listed::arr, Comparator.reverseOrder())
            .thenComparing(Listed::account));
    return list;
  }

  private static int severity(String band) {
    return List.of("red", "yellow", "unknown", "green").indexOf(band);
  }

  String status(String account) {
    LocalDate last = LocalDate.MIN;
    boolean open = false;
    boolean any = false;
    for (Contract contract : of(account)) {
      if (contract.start().isAfter(today)) {
        continue;
      }
      any = true;
      LocalDate end = end(contract);
      if (end.isAfter(today)) {
        return "customer";
      }
      if (end.isAfter(last)) {
        last = end;
        open = !underNotice(contract);
      } else if (end.equals(last)) {
        open |= !underNotice(contract);
      }
    }
    return any && open && today.isBefore(last.plusDays(GAP)) ? "lapsed" : "churned";
  }

  private List<Contract> of(String account) {
    return contracts.stream().filter(each -> each.account().equals(account)).toList();
  }

  private boolean underNotice(Contract contract) {
    return contract.notice() != null && !contract.notice().isAfter(today);
  }

  private LocalDate end(Contract contract) {
    boolean isKnown =
        contract.end() != null && (underNotice(contract) || !contract.end().isAfter(today));
    return isKnown ? contract.end() : FAR;
  }

  private static int noticeDays(Contract contract) {
    return contract.automatic() ? contract.noticeDays() : 0;
  }

  private static LocalDate firstTermEnd(Contract contract, LocalDate from) {
    if (contract.term() == 0) {
      return null;
    }
    int terms = 1;
    while (contract.start().plusMonths((long) terms * contract.term()).isBefore(from)) {
      terms++;
    }
    return contract.start().plusMonths((long) terms * contract.term());
  }

  private Decision decision(Contract contract) {
    if (contract.start().isAfter(today)) {
      return null;
    }
    LocalDate end = end(contract);
    if (end.isAfter(today)) {
      if (end.isBefore(FAR)) {
        return decision(contract, end, end, "notice");
      }
      LocalDate next = firstTermEnd(contract, today.plusDays(noticeDays(contract)));
      return next == null
          ? null
          : decision(contract, next.minusDays(noticeDays(contract)), next, "upcoming");
    }
    boolean isOpen = !underNotice(contract) && today.isBefore(end.plusDays(GAP));
    if (!isOpen || isFollowed(contract, end)) {
      return null;
    }
    if (status(contract.account()).equals("lapsed")) {
      return decision(contract, end, end, "lapsed");
    }
    return end.equals(firstTermEnd(contract, end)) ? decision(contract, end, end, "overdue") : null;
  }

  private boolean isFollowed(Contract contract, LocalDate end) {
    for (Contract other : of(contract.account())) {
      if (!other.id().equals(contract.id())
          && end(other).isAfter(end)
          && !other.start().isAfter(today)
          && !other.start().isBefore(end.minusDays(GAP))) {
        return true;
      }
    }
    return false;
  }

  private Decision decision(
      Contract contract, LocalDate date, LocalDate renewal, String situation) {
    boolean signed = false;
    for (Contract other : of(contract.account())) {
      boolean replaces =
          end(contract).equals(renewal) && !other.start().isBefore(renewal.minusDays(GAP));
      if (!other.id().equals(contract.id())
          && end(other).isAfter(renewal)
          && !other.start().isAfter(renewal.plusDays(GAP))
          && (!other.start().isBefore(renewal) || replaces)) {
        signed = true;
      }
    }
    String told = signed ? "signed" : situation;
    boolean monthly = contract.term() == 1 && told.equals("upcoming");
    return new Decision(contract.account(), date, renewal, told, monthly, 12 * contract.mrr());
  }

  private Listed listed(Account account, List<Decision> decisions) {
    Decision first = decisions.get(0);
    int open = 0;
    BigDecimal arr = BigDecimal.ZERO;
    BigDecimal overdue = BigDecimal.ZERO;
    for (Decision each : decisions) {
      first = ORDER.compare(each, first) < 0 ? each : first;
      if (!each.situation().equals("signed")) {
        open++;
        if (each.situation().equals("overdue")) {
          overdue = overdue.add(BigDecimal.valueOf(each.arr()));
        } else {
          arr = arr.add(BigDecimal.valueOf(each.arr()));
        }
      }
    }
    arr = (account.arr() == null ? arr : arr.min(account.arr())).add(overdue);
    BigDecimal churns =
        first.situation().equals("lapsed")
            ? stayingAway(first.renewal())
            : status(account.id()).equals("customer") ? account.probability() : null;
    BigDecimal loss = loss(account, arr, churns);
    BigDecimal stake = loss == null ? arr.multiply(share(account.band(), first)) : loss;
    return new Listed(account.id(), urgency(first), first.date(), open, arr, loss, stake);
  }

  /** What stands for a loss that is not known, in the order alone. */
  private static BigDecimal share(String band, Decision first) {
    if (!first.situation().equals("upcoming") || band.equals("red")) {
      return BigDecimal.ONE;
    }
    return new BigDecimal(band.equals("green") ? "0.1" : "0.5");
  }

  private static final Comparator<Decision> ORDER =
      Comparator.comparing((Decision each) -> each.situation().equals("signed"))
          .thenComparing(Decision::monthly)
          .thenComparing(Decision::date)
          .thenComparing(Decision::renewal)
          .thenComparing(Decision::situation);

  private String urgency(Decision first) {
    if (first.situation().equals("signed")) {
      return "signed";
    }
    if (first.situation().equals("lapsed") || first.situation().equals("overdue")) {
      return "passed";
    }
    if (first.monthly()) {
      return "monthly";
    }
    boolean isSoon = !first.date().isAfter(today.plusDays(30));
    return first.situation().equals("notice") || isSoon ? "deadline" : "window";
  }

  private BigDecimal loss(Account account, BigDecimal arr, BigDecimal churns) {
    if (churns == null) {
      return null;
    }
    BigDecimal shrinks = contraction(account.segment());
    BigDecimal share = churns.add(BigDecimal.ONE.subtract(churns).multiply(shrinks));
    return arr.multiply(share).setScale(2, RoundingMode.HALF_UP);
  }

  private BigDecimal contraction(String segment) {
    double lost = 0;
    double all = 0;
    double ownLost = 0;
    double own = 0;
    int events = 0;
    for (Outcome outcome : outcomes) {
      if (outcome.decidedOn().isAfter(today)) {
        continue;
      }
      double gone = outcome.available() - Math.min(outcome.available(), outcome.renewed());
      lost += gone;
      all += outcome.available();
      if (outcome.segment().equals(segment)) {
        ownLost += gone;
        own += outcome.available();
        events++;
      }
    }
    double overall = all == 0 ? 0 : lost / all;
    double mine = own == 0 ? 0 : ownLost / own;
    double share = (events * mine + overall * SHRINKAGE) / (events + SHRINKAGE);
    return BigDecimal.valueOf(share).setScale(8, RoundingMode.HALF_UP);
  }

  /** Of all pauses in service without notice that were decided by the date. */
  private BigDecimal stayingAway(LocalDate end) {
    List<Integer> lapses = new ArrayList<>();
    for (Account account : accounts.values()) {
      lapses.addAll(lapses(account.id()));
    }
    if (!lapses.contains(0)) {
      return null;
    }
    double returns = 0;
    double lapseDays = 0;
    for (int day = 1; day <= GAP; day++) {
      returns += on(lapses, day);
      lapseDays += stillAway(lapses, day);
    }
    double stays = 1;
    for (int day = (int) (today.toEpochDay() - end.toEpochDay()) + 1; day <= GAP; day++) {
      double back = on(lapses, day) + SHRINKAGE * returns / lapseDays;
      stays *= 1 - back / (stillAway(lapses, day) + SHRINKAGE);
    }
    return BigDecimal.valueOf(stays).setScale(8, RoundingMode.HALF_UP);
  }

  private static double on(List<Integer> lapses, int day) {
    return lapses.stream().filter(each -> each == day).count();
  }

  private static double stillAway(List<Integer> lapses, int day) {
    return lapses.stream().filter(each -> each == 0 || each >= day).count();
  }

  /** Days until the account was back, 0 for not within the gap. */
  private List<Integer> lapses(String account) {
    List<Integer> lapses = new ArrayList<>();
    LocalDate begin =
        of(account).stream().map(Contract::start).min(Comparator.naturalOrder()).get();
    int away = 0;
    for (LocalDate day = begin; !day.isAfter(today); day = day.plusDays(1)) {
      boolean served = serves(account, day);
      boolean ends = !served && serves(account, day.minusDays(1));
      if (ends && endsOpenly(account, day) && !day.plusDays(GAP).isAfter(today)) {
        away = 0;
        for (int days = 1; days <= GAP && away == 0; days++) {
          away = serves(account, day.plusDays(days)) ? days : 0;
        }
        lapses.add(away);
      }
    }
    return lapses;
  }

  private boolean serves(String account, LocalDate day) {
    return of(account).stream()
        .anyMatch(each -> !each.start().isAfter(day) && end(each).isAfter(day));
  }

  private boolean endsOpenly(String account, LocalDate day) {
    return of(account).stream().anyMatch(each -> end(each).equals(day) && !underNotice(each));
  }
}
