package dev.bellwether.report;

import static java.util.stream.Collectors.toMap;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What changed on the list since the night published before: who came, who left and how, and whose
 * health moved most.
 */
final class Overnight {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** Points of health below which nobody is said to have moved. */
  private static final double WORTH_SAYING = 5;

  /** Ways out that read otherwise than the table names them. */
  private static final Map<String, String> WAYS_OUT =
      Map.of(
          "came_back", "back after a lapse",
          "decision_moved", "moved beyond the window",
          "gone", "no customer any more",
          "notice_withdrawn", "notice withdrawn",
          "part_lost", "lost in part");

  private final NightTables tables;
  private final Map<String, TableRow> now;
  private final Map<String, TableRow> before;
  private final Map<String, String> statuses;
  private final Map<String, List<TableRow>> outcomes;
  private final Map<String, String> whys;
  private final Map<String, TableRow> listedByAnyone;
  private final HealthCauses causes;

  /**
   * @param listed whom the page lists
   * @param listedBefore whom it would have listed the night before
   */
  Overnight(NightTables tables, List<TableRow> listed, List<TableRow> listedBefore) {
    this.tables = tables;
    this.now = byAccount(listed);
    this.before = byAccount(listedBefore);
    this.statuses =
        tables.published("account_health").stream()
            .filter(row -> row.text("status").isPresent())
            .collect(toMap(row -> row.required("account_id"), row -> row.required("status")));
    this.outcomes =
        tables.stored("renewal_outcome", LocalDate.EPOCH).stream()
            .collect(Collectors.groupingBy(row -> row.required("account_id")));
    this.whys =
        tables.published("renewal_change").stream()
            .filter(row -> row.is("change", "left"))
            .filter(row -> row.date("since_date").equals(tables.before()))
            .collect(toMap(row -> row.required("account_id"), row -> row.required("why")));
    this.listedByAnyone = byAccount(tables.published("renewal_risk"));
    this.causes = new HealthCauses(tables);
  }

  /** It in one or a few sentences. */
  String sentence() {
    if (tables.before().isEmpty()) {
      return "This is the first night published, so there is nothing to compare it with.";
    }
    List<TableRow> came = notIn(now, before);
    List<TableRow> left = notIn(before, now);
    List<String> sentences = new ArrayList<>();
    String since = "Since " + DAY.format(tables.before().get()) + ", ";
    sentences.add(
        came.isEmpty() && left.isEmpty()
            ? since + "nobody came on the list and nobody left it."
            : since + came(came) + " and " + left(left) + ".");
    mostMoved().ifPresent(sentences::add);
    return String.join(" ", sentences);
  }

  private static String came(List<TableRow> came) {
    return switch (came.size()) {
      case 0 -> "nobody came on the list";
      case 1 -> Names.inSentence(came.get(0)) + " came on the list";
      case 2, 3 -> names(came) + " came on the list";
      default -> came.size() + " accounts came on the list";
    };
  }

  private static String names(List<TableRow> rows) {
    List<String> names = rows.stream().map(Names::inSentence).toList();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private String left(List<TableRow> left) {
    if (left.isEmpty()) {
      return "nobody left it";
    }
    Map<String, Long> ways =
        left.stream()
            .map(this::wayOut)
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    String told =
        ways.entrySet().stream()
            .map(way -> way.getValue() + " " + way.getKey())
            .collect(Collectors.joining(", "));
    return (left.size() == 1
            ? Names.inSentence(left.get(0)) + " left it: "
            : left.size() + " left it: ")
        + told;
  }

  /**
   * How an account left: to another owner, as {@code renewal_change} tells of these two nights,
   * else by what its renewal came to, else by what it is now.
   */
  private String wayOut(TableRow listing) {
    String account = listing.required("account_id");
    if (listedByAnyone.containsKey(account)) {
      return "now with " + listedByAnyone.get(account).text("csm").orElse("nobody");
    }
    if (whys.containsKey(account)) {
      return WAYS_OUT.getOrDefault(whys.get(account), whys.get(account));
    }
    if (statuses.getOrDefault(account, "").equals("churned")) {
      return "churned";
    }
    Optional<String> outcome =
        outcomes.getOrDefault(account, List.of()).stream()
            .filter(row -> row.date("renewal_date").equals(listing.date("renewal_date")))
            .map(row -> row.required("outcome"))
            .filter(known -> !known.equals("pending"))
            .findFirst();
    return outcome.orElseGet(
        () ->
            listing.date("decision_date").filter(d -> d.isBefore(tables.asOf())).isPresent()
                ? "past its day, outcome not known yet"
                : "no longer to decide");
  }

  private Optional<String> mostMoved() {
    return now.keySet().stream()
        .filter(before::containsKey)
        .filter(account -> score(now, account).isPresent() && score(before, account).isPresent())
        .max(Comparator.comparingDouble(account -> Math.abs(moved(account))))
        .filter(account -> Math.abs(moved(account)) >= WORTH_SAYING)
        .map(this::moveInWords);
  }

  private double moved(String account) {
    return score(now, account).orElseThrow() - score(before, account).orElseThrow();
  }

  private String moveInWords(String account) {
    TableRow row = now.get(account);
    String move =
        String.format(
            Locale.ROOT,
            "%s moved most: health %s %.0f points to %s %.0f",
            Names.inSentence(row),
            moved(account) < 0 ? "fell" : "rose",
            Math.abs(moved(account)),
            row.required("band"),
            score(now, account).orElseThrow());
    return Optional.of(account)
        .filter(any -> moved(account) < 0)
        .flatMap(causes::ofFall)
        .map(why -> move + " (" + why + ").")
        .orElse(move + ".");
  }

  private static Optional<Double> score(Map<String, TableRow> rows, String account) {
    var score = rows.get(account).number("score");
    return score.isPresent() ? Optional.of(score.getAsDouble()) : Optional.empty();
  }

  private static List<TableRow> notIn(Map<String, TableRow> these, Map<String, TableRow> those) {
    return these.entrySet().stream()
        .filter(entry -> !those.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<String, TableRow> byAccount(List<TableRow> rows) {
    Map<String, TableRow> byAccount = new TreeMap<>();
    rows.forEach(row -> byAccount.put(row.required("account_id"), row));
    return byAccount;
  }
}
