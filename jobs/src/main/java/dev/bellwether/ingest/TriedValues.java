package dev.bellwether.ingest;

import dev.bellwether.platform.config.SelectNames;
import dev.bellwether.platform.contract.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells what a SELECT tried to read and could not: beside a column such as {@code try_to_date(ends,
 * 'd/M/yyyy') AS end_date} stands the text that is no such date, under {@link #nameOf}, so that its
 * row is refused by name or the value unknown as the contract says, and does not pass for absent.
 *
 * <p>It sees what the SELECT's own list tries, in arithmetic, {@code coalesce} and functions of
 * dates as well. What CASE and the like choose to be null is meant so, and what a {@code WITH}, a
 * subquery, a grouping or one branch of an unlike UNION tries is null.
 */
final class TriedValues {
  private static final String PREFIX = "_tried_";
  private static final Set<String> TRIES =
      Set.of("try_to_date", "try_to_timestamp", "try_to_number");

  /** Functions that are null because an argument is. */
  private static final Set<String> OF_VALUES =
      Set.of(
          "coalesce",
          "nvl",
          "ifnull",
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

  private final Contract contract;

  /**
   * @param contract of the table that the SELECT feeds
   */
  TriedValues(Contract contract) {
    this.contract = contract;
  }

  /** The column that holds what could not be read for another; null where nothing failed. */
  static String nameOf(String column) {
    return PREFIX + column;
  }

  /** Whether a column is one of these. */
  static boolean isOne(String column) {
    return column.startsWith(PREFIX);
  }

  /** The parsed SELECT, with the columns of what it could not read beside its own. */
  LogicalPlan beside(LogicalPlan parsed) {
    if (parsed instanceof Project select) {
      return with(select, failures(select, names(select)));
    }
    if (parsed instanceof Union union) {
      return besideEach(union);
    }
    boolean isAround = parsed instanceof UnresolvedWith || parsed instanceof Sort;
    return isAround
        ? parsed.withNewChildren(seq(list(parsed.children()).stream().map(this::beside).toList()))
        : parsed;
  }

  /** Branches are matched by position: each needs all the columns that one of them has. */
  private LogicalPlan besideEach(Union union) {
    List<LogicalPlan> branches = branches(union).toList();
    if (!branches.stream().allMatch(one -> one instanceof Project select && !hasStar(select))) {
      return union;
    }
    List<String> names = names((Project) branches.get(0));
    Set<String> tried = new TreeSet<>();
    branches.forEach(branch -> tried.addAll(failures((Project) branch, names).keySet()));
    return withAll(union, names, tried);
  }

  /** A union of three is one of a union and a third. */
  private static Stream<LogicalPlan> branches(LogicalPlan plan) {
    return plan instanceof Union
        ? list(plan.children()).stream().flatMap(TriedValues::branches)
        : Stream.of(plan);
  }

  private LogicalPlan withAll(LogicalPlan plan, List<String> names, Set<String> tried) {
    if (plan instanceof Union) {
      return plan.withNewChildren(
          seq(
              list(plan.children()).stream()
                  .map(branch -> withAll(branch, names, tried))
                  .toList()));
    }
    Project branch = (Project) plan;
    Map<String, Expression> failures = failures(branch, names);
    Map<String, Expression> all = new LinkedHashMap<>();
    tried.forEach(name -> all.put(name, failures.getOrDefault(name, nothing())));
    return with(branch, all);
  }

  private static LogicalPlan with(Project select, Map<String, Expression> failures) {
    List<NamedExpression> columns = new ArrayList<>(list(select.projectList()));
    failures.forEach((name, failed) -> columns.add(named(nameOf(name), failed)));
    return failures.isEmpty() ? select : new Project(seq(columns), select.child());
  }

  private static boolean hasStar(Project select) {
    return list(select.projectList()).stream().anyMatch(Star.class::isInstance);
  }

  /** What its columns are called; those that are not called anything are none of the table's. */
  private static List<String> names(Project select) {
    return list(select.projectList()).stream()
        .map(column -> SelectNames.name(column).orElse(""))
        .toList();
  }

  /**
   * By column what its expression could not read.
   *
   * @param names of the columns, by position
   */
  private Map<String, Expression> failures(Project select, List<String> names) {
    List<NamedExpression> columns = list(select.projectList());
    Map<String, Expression> failures = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns.size(), names.size()); i++) {
      String name = names.get(i);
      if (!isText(name)) {
        failed(unnamed(columns.get(i))).ifPresent(text -> failures.put(name, text));
      }
    }
    return failures;
  }

  private static Expression unnamed(NamedExpression column) {
    boolean isNamed = column instanceof Alias || column instanceof UnresolvedAlias;
    Expression expression = (Expression) column;
    return isNamed ? expression.children().head() : expression;
  }

  private boolean isText(String column) {
    return contract.column(column).map(c -> c.type() instanceof StringType).orElse(true);
  }

  /** The text that an expression tries to read and cannot, if it tries. */
  private static Optional<Expression> failed(Expression value) {
    if (value instanceof Cast cast) {
      boolean tries = cast.evalMode().equals(EvalMode.TRY());
      return tries ? ofTry(cast, cast.child()) : failed(cast.child());
    }
    if (value instanceof UnresolvedFunction function) {
      List<Expression> arguments = list(function.arguments());
      List<String> name = list(function.nameParts());
      String called = name.get(name.size() - 1).toLowerCase(Locale.ROOT);
      if (TRIES.contains(called) && !arguments.isEmpty()) {
        return ofTry(function, arguments.get(0));
      }
      return OF_VALUES.contains(called) ? firstFailed(arguments) : Optional.empty();
    }
    boolean isNullOfNull =
        value instanceof BinaryArithmetic
            || value instanceof UnaryMinus
            || value instanceof Not
            || value instanceof Coalesce;
    return isNullOfNull ? firstFailed(list(value.children())) : Optional.empty();
  }

  private static Optional<Expression> ofTry(Expression tried, Expression given) {
    Expression text = new Cast(given, DataTypes.StringType, Option.empty(), EvalMode.LEGACY());
    Expression failed =
        new CaseWhen(
            seq(List.of(new Tuple2<>((Expression) new IsNull(tried), text))), Option.empty());
    return firstOf(Stream.concat(failed(given).stream(), Stream.of(failed)).toList());
  }

  private static Optional<Expression> firstFailed(List<Expression> values) {
    return firstOf(values.stream().map(TriedValues::failed).flatMap(Optional::stream).toList());
  }

  private static Optional<Expression> firstOf(List<Expression> texts) {
    return texts.size() < 2 ? texts.stream().findFirst() : Optional.of(new Coalesce(seq(texts)));
  }

  private static Expression nothing() {
    return new Literal(null, DataTypes.StringType);
  }

  private static NamedExpression named(String name, Expression value) {
    return new Alias(
        value, name, NamedExpression.newExprId(), seq(List.of()), Option.empty(), seq(List.of()));
  }

  private static <T> List<T> list(scala.collection.Seq<T> all) {
    return CollectionConverters.asJava(all);
  }

  private static <T> Seq<T> seq(List<T> all) {
    return CollectionConverters.asScala(all).toSeq();
  }
}
