package dev.bellwether.marts.trackrecord;

import dev.bellwether.platform.asof.Dates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The track record by plain loops over generated customers. */
final class TrackRecordOracle {
  static final int GAP = 31;
  static final List<Integer> HORIZONS = List.of(30, 90);
  private static final List<LocalDate> MONTH_ENDS =
      Dates.monthEnds(LocalDate.parse("2023-01-01"), LocalDate.parse("2023-10-31"));

  /** What was said of a customer at a month-end; parts of it may be missing. */
  record Said(
      LocalDate on,
      String account,
      String segment,
      String card,
      int score,
      String band,
      Integer csm,
      boolean notice,
      Integer daysToDecision,
      Integer daysToRenewal,
      int percent,
      LocalDate churn) {

    boolean churned(int horizon) {
      return churn != null && !churn.isAfter(on.plusDays(horizon));
    }

    LocalDate matured(int horizon) {
      return on.plusDays(horizon + GAP);
    }

    boolean isModelled() {
      return percent >= 50;
    }

    boolean decides(int horizon) {
      return !notice && daysToDecision != null && daysToDecision <= horizon;
    }
  }

  final List<Said> all = new ArrayList<>();

  TrackRecordOracle(long seed, int accounts) {
    Random random = new Random(seed);
    for (int i = 0; i < accounts; i++) {
      LocalDate churn =
          random.nextInt(3) == 0 ? null : MONTH_ENDS.get(0).plusDays(random.nextInt(400));
      for (LocalDate on : MONTH_ENDS) {
        if ((churn == null || churn.isAfter(on)) && random.nextInt(12) > 0) {
          all.add(said(random, "a" + i, on, churn));
        }
      }
    }
  }

  private static Said said(Random random, String account, LocalDate on, LocalDate churn) {
    int score = random.nextInt(churn == null ? 101 : 50);
    boolean isKnown = random.nextInt(8) > 0;
    boolean atRenewal = churn != null && random.nextBoolean();
    Integer renewal =
        atRenewal
            ? Integer.valueOf((int) (churn.toEpochDay() - on.toEpochDay()))
            : random.nextBoolean() ? Integer.valueOf(1 + random.nextInt(120)) : null;
    return new Said(
        on,
        account,
        account.hashCode() % 3 == 0 ? null : account.hashCode() % 3 == 1 ? "smb" : "large",
        random.nextBoolean() ? "default 1" : "default 2",
        score,
        isKnown ? score > 66 ? "green" : score > 33 ? "yellow" : "red" : "unknown",
        random.nextInt(4) == 0 ? null : Integer.valueOf(50 * random.nextInt(3)),
        random.nextInt(6) == 0,
        renewal == null ? null : Integer.valueOf(Math.max(1, renewal - random.nextInt(30))),
        renewal,
        random.nextInt(101),
        churn);
  }

  /** The line of a group at a date; null where nothing had matured. */
  String line(LocalDate date, String subject, Group group, int horizon) {
    List<Said> judged =
        all.stream()
            .filter(said -> !said.matured(horizon).isAfter(date))
            .filter(said -> band(subject, said) != null)
            .filter(
                said ->
                    group.version().equals("all") || version(subject, said).equals(group.version()))
            .filter(said -> group.segment().equals("all") || segment(said).equals(group.segment()))
            .filter(said -> group.cohort().equals("pooled") || said.decides(horizon))
            .toList();
    if (judged.isEmpty()) {
      return null;
    }
    List<Said> churned = judged.stream().filter(said -> said.churned(horizon)).toList();
    List<Said> retained = judged.stream().filter(said -> !said.churned(horizon)).toList();
    TreeSet<String> accounts = new TreeSet<>();
    churned.forEach(said -> accounts.add(said.account()));
    boolean enough = accounts.size() >= 10;
    boolean isProbable = subject.equals("churn_prediction");
    double area = enough ? area(subject, churned, retained) : Double.NaN;
    return String.join(
        " ",
        date + " " + subject + " " + group.version().replace(' ', '_'),
        group.cohort() + " " + group.segment() + " " + horizon,
        judged.size() + " " + churned.size() + " " + accounts.size(),
        text(area),
        text(enough && isProbable ? loss(judged, horizon) : Double.NaN),
        text(enough && isProbable ? calibrationError(judged, horizon) : Double.NaN),
        text(
            isProbable
                ? judged.stream().mapToDouble(said -> said.percent() / 100.0).sum()
                : Double.NaN),
        isProbable ? "null null null" : "" + count(judged, subject, "green"),
        isProbable ? "" : count(judged, subject, "yellow") + " " + count(judged, subject, "red"),
        text(enough && !isProbable ? rate(subject, "green", churned, judged) : Double.NaN),
        text(enough && !isProbable ? rate(subject, "red", churned, judged) : Double.NaN),
        text(isProbable ? Double.NaN : watermelons(subject, accounts)),
        text(isProbable ? Double.NaN : medianLead(subject, accounts)),
        text(
            enough && !isProbable
                ? count(retained, subject, "red") / (double) retained.size()
                : Double.NaN));
  }

  static String segment(Said said) {
    return said.segment() == null ? "unknown" : said.segment();
  }

  static String version(String subject, Said said) {
    return switch (subject) {
      case "health" -> said.card();
      case "churn_prediction" -> said.isModelled() ? "blend hazard-1" : "band_rate";
      default -> "all";
    };
  }

  private static String band(String subject, Said said) {
    return switch (subject) {
      case "health" -> said.band().equals("unknown") ? null : said.band();
      case "churn_prediction" -> "none";
      default -> csmBand(said);
    };
  }

  static String csmBand(Said said) {
    return said.csm() == null ? null : List.of("red", "yellow", "green").get(said.csm() / 50);
  }

  /** Ten bins from the most probable on; ties go to the bin of the first of them. */
  private static double calibrationError(List<Said> judged, int horizon) {
    double[] excess = new double[11];
    for (Said said : judged) {
      long above = judged.stream().filter(other -> other.percent() > said.percent()).count();
      int bin = 1;
      while (Math.round(judged.size() * bin / 10.0) <= above) {
        bin++;
      }
      excess[bin] += said.percent() / 100.0 - (said.churned(horizon) ? 1 : 0);
    }
    return Arrays.stream(excess).map(Math::abs).sum() / judged.size();
  }

  private static double area(String subject, List<Said> churned, List<Said> retained) {
    ToLongFunction<Said> danger =
        said ->
            switch (subject) {
              case "health" -> -said.score();
              case "churn_prediction" -> said.percent();
              default -> -said.csm();
            };
    double pairs = 0;
    for (Said one : churned) {
      for (Said other : retained) {
        int order = Long.compare(danger.applyAsLong(one), danger.applyAsLong(other));
        pairs += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    return pairs / (churned.size() * (double) retained.size());
  }

  private static double loss(List<Said> judged, int horizon) {
    return judged.stream()
        .mapToDouble(
            said -> {
              double told = said.percent() / 100.0;
              double given = said.churned(horizon) ? told : 1 - told;
              return -Math.log(Math.min(1 - 1e-6, Math.max(1e-6, given)));
            })
        .average()
        .orElseThrow();
  }

  private static long count(List<Said> judged, String subject, String band) {
    return judged.stream().filter(said -> band.equals(band(subject, said))).count();
  }

  private static double rate(String subject, String band, List<Said> part, List<Said> whole) {
    return count(part, subject, band) / (double) count(whole, subject, band);
  }

  private double watermelons(String subject, Set<String> accounts) {
    List<String> bands = new ArrayList<>();
    for (String account : accounts) {
      LocalDate day = decision(subject, account).minusDays(90);
      MONTH_ENDS.stream()
          .filter(on -> !on.isAfter(day))
          .max(Comparator.naturalOrder())
          .flatMap(
              on -> theirs(subject, account, said -> said.on().equals(on)).stream().findFirst())
          .ifPresent(said -> bands.add(band(subject, said)));
    }
    double green = bands.stream().filter("green"::equals).count();
    return bands.size() < 10 ? Double.NaN : green / bands.size();
  }

  private double medianLead(String subject, Set<String> accounts) {
    List<Long> leads = new ArrayList<>();
    for (String account : accounts) {
      LocalDate decision = decision(subject, account);
      List<Said> before = theirs(subject, account, said -> said.on().isBefore(decision));
      if (!before.isEmpty()) {
        leads.add(lead(subject, before, decision));
      }
    }
    leads.sort(Comparator.naturalOrder());
    int size = leads.size();
    return size < 10 ? Double.NaN : (leads.get((size - 1) / 2) + leads.get(size / 2)) / 2.0;
  }

  private static long lead(String subject, List<Said> before, LocalDate decision) {
    long days = 0;
    int position = MONTH_ENDS.indexOf(before.get(before.size() - 1).on());
    for (int i = before.size() - 1; i >= 0; i--, position--) {
      Said said = before.get(i);
      if (!said.on().equals(MONTH_ENDS.get(position)) || !"red".equals(band(subject, said))) {
        return days;
      }
      days = decision.toEpochDay() - said.on().toEpochDay();
    }
    return days;
  }

  private LocalDate decision(String subject, String account) {
    LocalDate churn = theirs(subject, account, said -> true).get(0).churn();
    return theirs(subject, account, said -> said.daysToRenewal() != null).stream()
        .filter(said -> said.on().plusDays(said.daysToRenewal()).equals(churn))
        .map(said -> said.on().plusDays(said.daysToDecision()))
        .max(Comparator.naturalOrder())
        .orElse(churn);
  }

  private List<Said> theirs(String subject, String account, Predicate<Said> condition) {
    return all.stream()
        .filter(said -> said.account().equals(account) && band(subject, said) != null)
        .filter(condition)
        .toList();
  }

  static String text(double value) {
    return Double.isNaN(value) ? "null" : "%.6f".formatted(value);
  }
}
