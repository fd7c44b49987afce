package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of a column's values means that what is predicted happened.
 *
 * @param event that value
 * @param other the other value, or that there are several
 */
record Label(String event, String other) implements Serializable {
  private static final Set<String> EVENTS =
      Set.of(
          "1",
          "true",
          "t",
          "yes",
          "y",
          "churn",
          "churned",
          "churner",
          "left",
          "lost",
          "cancelled",
          "canceled",
          "attrited",
          "attrited customer",
          "exited",
          "terminated",
          "lapsed");
  private static final Set<String> OTHERS =
      Set.of(
          "0",
          "false",
          "f",
          "no",
          "n",
          "retained",
          "stayed",
          "stay",
          "active",
          "existing",
          "existing customer",
          "renewed",
          "kept",
          "current",
          "not churned",
          "not_churned",
          "loyal");

  private static final Set<String> PLAIN = Set.of("1", "true", "t", "yes", "y");

  private static final Pattern NAMED_LIKE_STAYING =
      Pattern.compile(
          "(?i)(^|[^a-z])(is[_ ]?)?(retained|retention|active|stayed|renewed|kept|loyal)($|[^a-z])");

  private static final Pattern DENIED = Pattern.compile("(?i)(^|[^a-z])(not|non|no)[^a-z]");

  /** The other value, where there are several. */
  private static final String ANY_OTHER = "any other value";

  /** More values than this are not told one by one. */
  private static final int SHOWN = 6;

  /** One spelling of a value, so that 1 and 1.0, Yes and yes, True. and true are the same. */
  static String value(Object cell) {
    if (Cells.isMissing(cell)) {
      return null;
    }
    double number = Cells.number(cell);
    if (number == (long) number) {
      return Long.toString((long) number);
    }
    String word = Cells.text(cell).toLowerCase(Locale.ROOT);
    return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
  }

  /**
   * Reads what a column's values mean.
   *
   * @param counts how many rows have each value, as {@link #value} spells it
   * @param positive the value that the user names as the event, or null
   */
  static Label of(String column, Map<String, Long> counts, Optional<String> positive) {
    if (counts.size() > 2 && positive.isEmpty()) {
      throw notBinary(column, counts);
    }
    if (counts.size() < 2) {
      throw BellwetherException.data(
          "the label " + column + " has a single value: " + shown(counts),
          "what never varies cannot be predicted, or judged",
          "give rows of both outcomes, or name another label");
    }
    String event =
        positive.map(named -> named(column, counts, named)).orElseGet(() -> known(column, counts));
    List<String> others = counts.keySet().stream().filter(v -> !v.equals(event)).toList();
    return new Label(event, others.size() == 1 ? others.get(0) : ANY_OTHER);
  }

  private static String known(String column, Map<String, Long> counts) {
    for (String value : counts.keySet()) {
      boolean restIsOther =
          counts.keySet().stream().allMatch(v -> v.equals(value) || isOtherThan(value, v));
      if (EVENTS.contains(value) && restIsOther) {
        return value;
      }
    }
    for (String value : counts.keySet()) {
      if (OTHERS.contains(value)) {
        return counts.keySet().stream().filter(v -> !v.equals(value)).findFirst().orElseThrow();
      }
    }
    throw BellwetherException.configuration(
        "which value of the label " + column + " means churn is not known",
        "its values are " + shown(counts),
        "name it: --positive VALUE");
  }

  /** Of 1 and 2, either may mean churn; of 1 and 0, or 1 and -1, surely 1. */
  private static boolean isOtherThan(String event, String value) {
    return !EVENTS.contains(value) && !(event.equals("1") && Cells.number(value) > 1);
  }

  private static String named(String column, Map<String, Long> counts, String positive) {
    String value = value(positive);
    if (!counts.containsKey(value)) {
      throw BellwetherException.configuration(
          "the label " + column + " never has the value " + positive,
          "its values are " + shown(counts),
          "name one of them: --positive VALUE");
    }
    return value;
  }

  private static BellwetherException notBinary(String column, Map<String, Long> counts) {
    return BellwetherException.configuration(
        "the label " + column + " is not binary",
        "it has " + counts.size() + " or more different values: " + shown(counts),
        "name a column of two values, such as 0/1, yes/no or churned/active, or the one value that"
            + " means churn, against all others: --positive VALUE");
  }

  private static String shown(Map<String, Long> counts) {
    String first =
        new TreeMap<>(counts)
            .entrySet().stream()
                .limit(SHOWN)
                .map(value -> value.getKey() + " (" + value.getValue() + " rows)")
                .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "it is empty" : counts.size() > SHOWN ? first + ", …" : first;
  }

  /** What makes it doubtful that the event is churn; nothing when the user has named it. */
  Optional<String> doubt(BacktestRequest request) {
    boolean isDoubtful =
        request.positive().isEmpty()
            && PLAIN.contains(event)
            && !DENIED.matcher(request.label()).find()
            && NAMED_LIKE_STAYING.matcher(request.label()).find();
    return isDoubtful
        ? Optional.of(
            String.format(
                "%s = %s is taken for churn, but the column's name says the opposite. If so, give"
                    + " --positive %s",
                request.label(), event, other))
        : Optional.empty();
  }

  /** Whether a cell says that it happened. */
  boolean isEvent(Object cell) {
    return event.equals(value(cell));
  }
}
