package dev.bellwether.features;

import static dev.bellwether.features.FeatureOracle.rounded;

import dev.bellwether.Staged;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Relationship features by plain loops over generated surveys, judgements, touches and contacts.
 */
final class RelationshipOracle {
  private static final int YEAR = 365;

  /** A survey as the source has it in the end. */
  record Survey(
      int number,
      String account,
      Integer who,
      boolean nps,
      LocalDate sent,
      LocalDate answered,
      int score) {
    static final String COLUMNS =
        "survey_id, account_id, respondent_key, kind, sent_at, answered_at, score";

    String row() {
      String when = answered == null ? null : answered + " 10:00:00";
      return "v%03d | %s | %s | %s | %s 10:00:00 | %s | %s"
          .formatted(
              number,
              account,
              who,
              nps ? "nps" : "csat",
              sent,
              when,
              answered == null ? null : score);
    }
  }

  /** A day on which a CSM judged, or touched, an account. */
  record Deed(int number, String account, LocalDate day, LocalDate arrived, String rating) {
    static final String ASSESSMENT = "assessment_id, account_id, assessed_on, arrived_on, rating";
    static final String TOUCH = "touchpoint_id, account_id, happened_on, arrived_on, kind";

    String row() {
      return "d%03d | %s | %s | %s | %s".formatted(number, account, day, arrived, rating);
    }
  }

  /** A contact; some are not sponsors. */
  record Contact(int number, String account, String role, LocalDate since, LocalDate left) {
    static final String COLUMNS = "contact_id, account_id, role, since, left_on";

    String row() {
      return "n%d | %s | %s | %s | %s".formatted(number, account, role, since, left);
    }
  }

  final List<Survey> surveys = new ArrayList<>();
  final List<Deed> assessments = new ArrayList<>();
  final List<Deed> touches = new ArrayList<>();
  final List<Contact> contacts = new ArrayList<>();

  RelationshipOracle(long seed, LocalDate last) {
    Random random = new Random(seed);
    for (int i = 0; i < 120; i++) {
      LocalDate day = last.minusDays(random.nextInt(900));
      LocalDate arrived = day.plusDays(random.nextInt(4) == 0 ? random.nextInt(30) : 0);
      String account = "a" + random.nextInt(6);
      boolean nps = random.nextInt(3) > 0;
      surveys.add(
          new Survey(
              i,
              account,
              random.nextInt(5) == 0 ? null : random.nextInt(3),
              nps,
              day,
              random.nextInt(3) == 0 ? null : day.plusDays(random.nextInt(20)),
              1 + random.nextInt(5)));
      String rating = List.of("green", "yellow", "red").get(random.nextInt(3));
      if (i < 20) {
        assessments.add(new Deed(i, account, day, arrived, rating));
        touches.add(
            new Deed(i, "a" + random.nextInt(6), day.plusDays(3), arrived.plusDays(3), "call"));
      }
      if (i < 12) {
        LocalDate left = random.nextBoolean() ? null : day.plusDays(random.nextInt(300));
        String role = random.nextInt(3) == 0 ? "champion" : "sponsor";
        contacts.add(new Contact(i, account, role, day, left));
      }
    }
  }

  /** The staging tables. */
  Map<String, Dataset<Row>> stored() {
    return Map.of(
        "surveys",
        stored("surveys", Survey.COLUMNS, surveys.stream().map(Survey::row)),
        "csm_assessments",
        stored("csm_assessments", Deed.ASSESSMENT, assessments.stream().map(Deed::row)),
        "touchpoints",
        stored("touchpoints", Deed.TOUCH, touches.stream().map(Deed::row)),
        "contacts",
        stored("contacts", Contact.COLUMNS, contacts.stream().map(Contact::row)));
  }

  private static Dataset<Row> stored(String table, String columns, Stream<String> rows) {
    return Staged.stored(table, columns, rows.toArray(String[]::new));
  }

  String features(String account, LocalDate date) {
    List<Survey> sent =
        surveys.stream()
            .filter(s -> s.account().equals(account) && !s.sent().isAfter(date))
            .toList();
    double now = nps(sent, date, date);
    double before = nps(sent, date.minusDays(YEAR), date);
    List<Survey> asked = sent.stream().filter(s -> s.sent().isAfter(date.minusDays(YEAR))).toList();
    double answered = asked.stream().filter(s -> by(s.answered(), date)).count();
    LocalDate lastAnswer =
        sent.stream()
            .map(Survey::answered)
            .filter(day -> by(day, date))
            .max(Comparator.naturalOrder())
            .orElse(null);
    return String.join(
        " ",
        rounded(now),
        rounded(now - before),
        rounded(asked.isEmpty() ? Double.NaN : answered / asked.size()),
        age(lastAnswer, date),
        judgement(account, date),
        age(last(touches, account, date).map(Deed::day).orElse(null), date),
        sponsor(account, date));
  }

  /** The mean of everyone's latest answer by a day, of the year that ended then. */
  private static double nps(List<Survey> sent, LocalDate day, LocalDate date) {
    Map<String, Survey> latest = new TreeMap<>();
    sent.stream()
        .filter(s -> s.nps() && by(s.answered(), day) && by(s.answered(), date))
        .sorted(Comparator.comparing(Survey::answered).thenComparing(Survey::number))
        .forEach(s -> latest.put(s.who() == null ? "survey " + s.number() : "" + s.who(), s));
    return latest.values().stream()
        .filter(s -> s.answered().isAfter(day.minusDays(YEAR)))
        .mapToInt(Survey::score)
        .average()
        .orElse(Double.NaN);
  }

  private String judgement(String account, LocalDate date) {
    Deed last = last(assessments, account, date).orElse(null);
    if (last == null) {
      return "null null null";
    }
    double points = Map.of("green", 100, "yellow", 50, "red", 0).get(last.rating());
    long age = ChronoUnit.DAYS.between(last.day(), date);
    double faded = points;
    for (int day = 0; day < age; day++) {
      faded = 50 + (faded - 50) * Math.pow(0.5, 1 / 90.0);
    }
    return rounded(points) + " " + age + " " + rounded(faded);
  }

  private String sponsor(String account, LocalDate date) {
    List<Contact> sponsors =
        contacts.stream()
            .filter(c -> c.account().equals(account) && c.role().equals("sponsor"))
            .filter(c -> by(c.since(), date))
            .toList();
    Predicate<Contact> isThere = c -> !by(c.left(), date);
    if (sponsors.stream().anyMatch(isThere)) {
      return "0";
    }
    return age(
        sponsors.stream().map(Contact::left).max(Comparator.naturalOrder()).orElse(null), date);
  }

  private static java.util.Optional<Deed> last(List<Deed> deeds, String account, LocalDate date) {
    return deeds.stream()
        .filter(deed -> deed.account().equals(account))
        .filter(deed -> by(deed.day(), date) && by(deed.arrived(), date))
        .max(Comparator.comparing(Deed::day).thenComparing(Deed::number));
  }

  private static boolean by(LocalDate day, LocalDate date) {
    return day != null && !day.isAfter(date);
  }

  private static String age(LocalDate day, LocalDate date) {
    return day == null ? "null" : "" + ChronoUnit.DAYS.between(day, date);
  }
}
