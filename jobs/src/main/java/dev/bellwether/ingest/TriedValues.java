package dev.bellwether.ingest;

import dev.bellwether.platform.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Hands on what a SELECT tried to read and could not: of a column such as {@code try_to_date(ends,
 * 'd/M/yyyy') AS end_date}, a text that is no such date goes on as it was given, so that it is
 * refused by name or unknown as its contract says, and does not pass for absent.
 *
 * <p>It sees what the SELECT's own list tries, in arithmetic, {@code coalesce} and functions of one
 * value as well. What CASE and the like choose to be null is meant so, and what a {@code WITH} or a
 * subquery tries is null.
 */
final class TriedValues {
  private static final Set<String> TRIES =
      Set.of("try_to_date", "try_to_timestamp", "try_to_number");

  /** Functions that are null because their first argument is. */
  private static final Set<String> OF_ONE_VALUE =
      Set.of(
          "timestamp_seconds",
          "timestamp_millis",
          "timestamp_micros",
          "from_utc_timestamp",
          "to_utc_timestamp",
          "date",
          "to_date",
          "to_timestamp",
          "date_add",
          "date_sub",
          "add_months",
          "last_day",
          "round",
          "floor",
          "ceil",
          "abs");

  private static final Set<String> FIRST_GIVEN = Set.of("coalesce", "nvl", "ifnull");

  private final Contract contract;

  /**
   * @param contract of the table that the SELECT feeds
   */
  TriedValues(Contract contract) {
    this.contract = contract;
  }

  /** The parsed SELECT, which yields what it could not read as the text that was given. */
  LogicalPlan handedOn(LogicalPlan parsed) {
    if (parsed instanceof Project project) {
      List<NamedExpression> columns = new ArrayList<>();
      for (NamedExpression column : list(project.projectList())) {
        columns.add(column instanceof Alias alias ? handedOn(alias) : column);
      }
      return new Project(seq(columns), project.child());
    }
    boolean isAround =
        parsed instanceof UnresolvedWith
            || parsed instanceof Union
            || parsed instanceof Distinct
            || parsed instanceof Sort;
    return isAround
        ? parsed.withNewChildren(seq(list(parsed.children()).stream().map(this::handedOn).toList()))
        : parsed;
  }

  private NamedExpression handedOn(Alias column) {
    boolean isText =
        contract
            .column(column.name())
            .map(known -> known.type() instanceof StringType)
            .orElse(true);
    Optional<Expression> given = isText ? Optional.empty() : given(column.child());
    return given
        .map(text -> firstOf(List.of(asText(column.child()), text)))
        .map(both -> (NamedExpression) column.withNewChildren(seq(List.of(both))))
        .orElse(column);
  }

  /** The text that an expression tries to read, if it does. */
  private static Optional<Expression> given(Expression tried) {
    if (tried instanceof Cast cast) {
      boolean tries = cast.evalMode().equals(EvalMode.TRY());
      return given(cast.child()).or(() -> Optional.of(asText(cast.child())).filter(any -> tries));
    }
    if (tried instanceof UnresolvedFunction function) {
      return given(function);
    }
    boolean isNullOfNull =
        tried instanceof BinaryArithmetic || tried instanceof UnaryMinus || tried instanceof Not;
    return isNullOfNull ? firstGiven(list(tried.children())) : Optional.empty();
  }

  private static Optional<Expression> given(UnresolvedFunction function) {
    List<Expression> arguments = list(function.arguments());
    String name =
        list(function.nameParts()).get(function.nameParts().size() - 1).toLowerCase(Locale.ROOT);
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    if (TRIES.contains(name)) {
      return given(arguments.get(0)).or(() -> Optional.of(asText(arguments.get(0))));
    }
    if (OF_ONE_VALUE.contains(name)) {
      return given(arguments.get(0));
    }
    return FIRST_GIVEN.contains(name) ? firstGiven(arguments) : Optional.empty();
  }

  private static Optional<Expression> firstGiven(List<Expression> tried) {
    List<Expression> given =
        tried.stream().map(TriedValues::given).flatMap(Optional::stream).toList();
    return given.isEmpty() ? Optional.empty() : Optional.of(firstOf(given));
  }

  private static Expression firstOf(List<Expression> texts) {
    return texts.size() == 1 ? texts.get(0) : new Coalesce(seq(texts));
  }

  private static Expression asText(Expression value) {
    return new Cast(value, DataTypes.StringType, Option.empty(), EvalMode.LEGACY());
  }

  private static <T> List<T> list(scala.collection.Seq<T> all) {
    return CollectionConverters.asJava(all);
  }

  private static <T> Seq<T> seq(List<T> all) {
    return CollectionConverters.asScala(all).toSeq();
  }
}
