package dev.bellwether.ingest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/** Texts of source SQL that Spark reads as a time of the clock, however they are put together. */
final class SourceClock {
  /** A text that Spark reads as a time of the clock. */
  private static final Pattern CLOCK =
      Pattern.compile("(?is)\\s*(now|today|yesterday|tomorrow)\\b.*");

  private static final String PARSES_TIME = "ParseTo";

  /** A day or an instant that is written out: begun by a digit, it is no word for the clock. */
  private static final Pattern WRITTEN_OUT =
      Pattern.compile("(?is)(date|timestamp(_ntz|_ltz)?)\\s*r?['\"]\\s*[+-]?\\d[^\\\\]*");

  private SourceClock() {}

  /**
   * Why constants of a parsed query are refused, if they are: one such as DATE 'today' is a day
   * like any other by then, but its text tells.
   */
  static Optional<String> in(List<Literal> constants) {
    return constants.stream()
        .filter(literal -> isTime(literal.dataType()))
        .map(literal -> written(literal.origin()))
        .filter(text -> !WRITTEN_OUT.matcher(text).matches())
        .findFirst()
        .map(text -> readsTheClock("by " + text));
  }

  /** What stands in the query where a part of it was parsed from; empty where nobody knows. */
  private static String written(Origin origin) {
    if (origin.sqlText().isEmpty() || origin.startIndex().isEmpty()) {
      return "";
    }
    String sql = origin.sqlText().get();
    // Spark counts letters, of which some take two characters
    int start = sql.offsetByCodePoints(0, (Integer) origin.startIndex().get());
    return sql.substring(start, sql.offsetByCodePoints(0, 1 + (Integer) origin.stopIndex().get()));
  }

  private static String readsTheClock(String how) {
    return "it may read the clock "
        + how
        + ", so that the same files would give other rows; write a time out, as in DATE"
        + " '2026-01-31'";
  }

  /** A cast, or a function such as to_timestamp. */
  private static boolean makesTime(Expression expression) {
    return (expression instanceof Cast cast && isTime(cast.dataType()))
        || expression.getClass().getSimpleName().startsWith(PARSES_TIME);
  }

  private static boolean isTime(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** Why an expression is refused, if it makes a time of a text that may tell that of the clock. */
  static Optional<String> in(Expression expression) {
    if (!makesTime(expression)) {
      return Optional.empty();
    }
    return CollectionConverters.asJava(expression.children()).stream()
        .map(SourceClock::asRun)
        .filter(text -> text.foldable() && text.dataType() instanceof StringType)
        .map(SourceClock::constant)
        .filter(text -> CLOCK.matcher(text).matches())
        .findFirst()
        .map(text -> readsTheClock("by '" + text + "'"));
  }

  /** An expression with the functions that stand for others, such as left, replaced by those. */
  private static Expression asRun(Expression expression) {
    Expression own =
        expression instanceof RuntimeReplaceable another
            ? asRun(another.replacement())
            : expression;
    return own.mapChildren(SourceClock::asRun);
  }

  /** A text that is computed of constants; where it cannot be, it might be any. */
  private static String constant(Expression text) {
    try {
      return String.valueOf(text.eval(null));
    } catch (Exception e) {
      return "now";
    }
  }
}
