package dev.bellwether.tools.draft;

import dev.bellwether.platform.contract.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How a column of a table may be made of a raw one, judged by the raw one's values.
 *
 * @param formula the SQL, where {@code {}} stands for the raw column
 * @param question what a person must answer before it may be used; none where it is sure
 * @param doubts what is worth a look although it is used
 */
record Reading(String formula, Optional<String> question, List<String> doubts) {
  private static final double MOST = 0.95;
  private static final int WORDS_SHOWN = 5;

  static Reading of(Column column, SourceWords.Word word, ColumnProfile profile) {
    Reading read = byType(column, word, profile);
    List<String> doubts = new ArrayList<>(read.doubts());
    Optional.ofNullable(word.look()).ifPresent(doubts::add);
    return new Reading(read.formula(), read.question().or(() -> word.question(profile)), doubts);
  }

  private static Reading byType(Column column, SourceWords.Word word, ColumnProfile profile) {
    String formula = word.formula();
    if (profile.isEmpty()) {
      return doubtful(formula, "no value in the rows looked at, so nothing speaks for or against");
    }
    if (!formula.equals("{}")) {
      return sure(formula);
    }
    if (column.type() instanceof DateType || column.type() instanceof TimestampType) {
      return date(profile, column.type() instanceof DateType);
    }
    if (column.type() instanceof BooleanType) {
      return truth(profile);
    }
    if (column.type() instanceof NumericType) {
      return number(column, profile);
    }
    return column.validValues().isEmpty() ? sure(formula) : words(column, profile);
  }

  private static Reading date(ColumnProfile profile, boolean isDay) {
    if (profile.share(shape -> shape == ValueShape.SLASHES) >= MOST) {
      return slashes(profile, isDay);
    }
    ValueShape shape = profile.shape();
    boolean isIso = shape.name().startsWith("ISO_");
    double share =
        profile.share(some -> isIso ? some.name().startsWith("ISO_") : some.equals(shape));
    if (!shape.isDate() || share < MOST) {
      return asked("{}", "its values are not dates in a known form: " + shapes(profile));
    }
    String formula = shape.formula(isDay);
    return !isDay && profile.share(some -> some == ValueShape.ISO_LOCAL) > 0
        ? doubtful(
            formula,
            "no offset is given, so it is read as UTC; local time is to_utc_timestamp("
                + Mapped.quoted(profile.name())
                + ", 'Area/City')")
        : sure(formula);
  }

  private static Reading slashes(ColumnProfile profile, boolean isDay) {
    String dayFirst = ValueShape.slashes(ValueShape.DAY_FIRST, isDay);
    if (profile.slashes().areDayFirst()) {
      return sure(dayFirst);
    }
    if (profile.slashes().areMonthFirst()) {
      return sure(ValueShape.slashes(ValueShape.MONTH_FIRST, isDay));
    }
    return asked(dayFirst, "is the first number the day or the month? Its values do not tell");
  }

  private static Reading truth(ColumnProfile profile) {
    boolean isBit =
        profile.share(ValueShape::isWhole) == 1
            && profile.numbers().least().signum() >= 0
            && profile.numbers().greatest().compareTo(BigDecimal.ONE) <= 0;
    return isBit || profile.share(shape -> shape == ValueShape.TRUTH) >= MOST
        ? sure("{}")
        : asked("{}", "its values are not yes or no: " + shapes(profile));
  }

  private static Reading number(Column column, ColumnProfile profile) {
    if (profile.share(ValueShape::isNumber) < MOST) {
      return asked("{}", "its values are not plain numbers: " + shapes(profile));
    }
    BigDecimal least = profile.numbers().least();
    BigDecimal greatest = profile.numbers().greatest();
    boolean isBelow =
        column.minimum() != null && least.compareTo(new BigDecimal(column.minimum())) < 0;
    boolean isAbove =
        column.maximum() != null && greatest.compareTo(new BigDecimal(column.maximum())) > 0;
    if (isBelow || isAbove) {
      return asked(
          "{}",
          "another scale? It goes from "
              + plain(least)
              + " to "
              + plain(greatest)
              + bounds(column));
    }
    return sure("{}");
  }

  private static String bounds(Column column) {
    List<String> bounds = new ArrayList<>();
    if (column.minimum() != null) {
      bounds.add("at least " + column.minimum());
    }
    if (column.maximum() != null) {
      bounds.add("at most " + column.maximum());
    }
    return ", and must be " + String.join(" and ", bounds);
  }

  private static Reading words(Column column, ColumnProfile profile) {
    List<String> valid =
        column.validValues().stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    List<String> strange =
        profile.commonest().stream()
            .filter(word -> !valid.contains(word.toLowerCase(Locale.ROOT)))
            .limit(WORDS_SHOWN)
            .toList();
    if (strange.isEmpty() && profile.isEnumerated()) {
      return sure("{}");
    }
    String theirs = profile.isEnumerated() ? " from " + String.join(", ", strange) : "";
    return asked(
        "CASE {} WHEN '…' THEN '" + column.validValues().get(0) + "' END",
        "how do its words" + theirs + " map to " + String.join(", ", column.validValues()) + "?");
  }

  private static String shapes(ColumnProfile profile) {
    return Samples.masked(profile, WORDS_SHOWN);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static Reading sure(String formula) {
    return new Reading(formula, Optional.empty(), List.of());
  }

  private static Reading doubtful(String formula, String doubt) {
    return new Reading(formula, Optional.empty(), List.of(doubt));
  }

  private static Reading asked(String formula, String question) {
    return new Reading(formula, Optional.of(question), List.of());
  }
}
