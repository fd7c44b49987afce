package dev.bellwether.tools.backtest;

import dev.bellwether.platform.config.Nearest;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.Example;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Finds what churned rows pay, where a column says so. */
final class Payers {
  private static final Pattern NAMED_LIKE_REVENUE =
      Pattern.compile(
          "(?i)(^|.*[^a-z])(mrr|arr|acv|revenue|(monthly|annual|yearly)[_ .]?"
              + "(charges?|fees?|price|spend|revenue|contract[_ .]?value))($|[^a-z].*)");

  private Payers() {}

  /**
   * The column that says what a row pays.
   *
   * @param numbers columns of numbers
   * @param named the column that the user names
   */
  static Optional<String> column(List<String> numbers, Optional<String> named) {
    named
        .filter(name -> !numbers.contains(name))
        .ifPresent(
            name -> {
              throw BellwetherException.configuration(
                  "--revenue " + name + " cannot be used",
                  "it is not among the columns that are used as numbers",
                  Nearest.advice(name, numbers));
            });
    return named.or(
        () -> numbers.stream().filter(n -> NAMED_LIKE_REVENUE.matcher(n).matches()).findFirst());
  }

  /** What each churned row pays; nothing where that is unknown. */
  static Worth.Payments of(JavaRDD<Example> examples, String column, int position) {
    Map<Long, Double> payments =
        examples
            .filter(row -> row.event() && !Double.isNaN(row.numbers()[position]))
            .mapToPair(row -> new Tuple2<>(row.row(), row.numbers()[position]))
            .collectAsMap();
    return new Worth.Payments(column, payments);
  }
}
