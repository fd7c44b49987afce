package dev.bellwether.ingest;

import dev.bellwether.platform.config.PlanWalk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The SQL that a source may be mapped by: a list of what is allowed, held against the parsed query
 * before anything is looked up, and against the analysed one before anything runs.
 *
 * <p>Functions are those of {@code source-sql-functions.txt}. Whatever Spark gains is refused until
 * it is added.
 */
final class SourceSql {
  private static final String LIST = "/source-sql-functions.txt";
  private static final Set<String> FUNCTIONS = functions();

  private static final Set<String> PARSED_PLANS =
      words(
          "Aggregate Distinct Except Filter Generate GlobalLimit Intersect Join"
              + " LocalLimit LocalRelation Offset OneRowRelation Pivot Project Sort"
              + " SubqueryAlias Union Unpivot UnresolvedHaving UnresolvedInlineTable"
              + " UnresolvedRelation UnresolvedSubqueryColumnAliases UnresolvedWith"
              + " WithWindowDefinition");

  private static final Set<String> ANALYSED_PLANS =
      words(
          "Aggregate CTERelationDef CTERelationRef Distinct Except Expand Filter"
              + " Generate GlobalLimit Intersect Join LocalLimit LocalRelation Offset"
              + " OneRowRelation Project Sort SubqueryAlias Union View Window WithCTE");

  /** References are the columns of rows that stand in the SELECT itself (VALUES). */
  private static final Set<String> PARSED_EXPRESSIONS =
      words(
          "Add AggregateExpression Alias And AnyValue AttributeReference Between"
              + " BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CaseWhen Cast Coalesce Collate"
              + " Concat CreateNamedStruct Cube CurrentRow$ Divide EqualNullSafe EqualTo"
              + " Exists First GreaterThan GreaterThanOrEqual GroupingSets ILike In InSubquery"
              + " IntegralDivide IsNotNull IsNull LambdaFunction Last LessThan LessThanOrEqual"
              + " Like LikeAll LikeAny ListQuery Literal Lower MultiAlias Multiply Not"
              + " NotLikeAll NotLikeAny Or Overlay RLike RangeFrame$ Remainder Rollup"
              + " RowFrame$ ScalarSubquery SemiStructuredExtract ShiftLeft ShiftRight"
              + " ShiftRightUnsigned SortOrder SpecifiedWindowFrame StringLocate StringTrim"
              + " StringTrimLeft StringTrimRight Substring Subtract TimestampAdd TimestampDiff"
              + " UnaryMinus UnaryPositive UnboundedFollowing$ UnboundedPreceding$"
              + " UnresolvedAlias UnresolvedAttribute UnresolvedCollation"
              + " UnresolvedExtractValue UnresolvedFunction UnresolvedGenerator"
              + " UnresolvedNamedLambdaVariable UnresolvedOrdinal UnresolvedStar"
              + " UnresolvedStarExceptOrReplace UnresolvedWindowExpression UnspecifiedFrame$"
              + " WindowExpression WindowSpecDefinition WindowSpecReference");

  private static final List<String> EXPRESSION_PACKAGES =
      List.of(
          "org.apache.spark.sql.catalyst.expressions",
          "org.apache.spark.sql.catalyst.analysis.Unresolved");

  private static final Set<String> NEVER =
      words(
          "CallMethodViaReflection CurrentCatalog CurrentDatabase CurrentDate"
              + " CurrentTime CurrentTimeZone CurrentTimestamp CurrentUser LocalTimestamp"
              + " MonotonicallyIncreasingID Now PythonUDAF PythonUDF PythonUDTF Rand RandStr Randn"
              + " Shuffle SparkPartitionID TryReflect Uniform Uuid VariableReference");

  /** A text that Spark reads as a time of the clock. */
  private static final Pattern CLOCK =
      Pattern.compile("(?is)\\s*(now|today|yesterday|tomorrow)\\b.*");

  private static final String PARSES_TIME = "ParseTo";

  /** A day or an instant that is written out: begun by a digit, it is no word for the clock. */
  private static final Pattern WRITTEN_OUT =
      Pattern.compile("(?is)(date|timestamp(_ntz|_ltz)?)\\s*r?['\"]\\s*[+-]?\\d[^\\\\]*");

  private SourceSql() {}

  /** Why a parsed query is refused, if it is; what it reads is for the caller to judge. */
  static Optional<String> refusal(PlanWalk query) {
    for (Class<?> kind : query.kinds()) {
      boolean isPlan = LogicalPlan.class.isAssignableFrom(kind);
      String name = kind.getSimpleName();
      if (!(isPlan ? PARSED_PLANS : PARSED_EXPRESSIONS).contains(name)) {
        return Optional.of("it uses " + name + ", which source SQL may not");
      }
    }
    if (query.hasOptions()) {
      return Optional.of("it gives options to an input, which its source.yaml states");
    }
    if (query.hasRecursion()) {
      return Optional.of("its WITH is recursive, which source SQL may not be");
    }
    Optional<String> function =
        query.functions().stream()
            .filter(name -> !FUNCTIONS.contains(name.toLowerCase(Locale.ROOT)))
            .findFirst()
            .map(name -> "it calls " + name + ", which source SQL may not");
    return function.isPresent() ? function : clockLiteral(query);
  }

  /** A literal such as DATE 'today' is a day of the clock once it is parsed: its text tells. */
  private static Optional<String> clockLiteral(PlanWalk query) {
    return query.literals().stream()
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

  /**
   * Why an analysed query is refused, if it is: by what stands in it once names are resolved.
   *
   * @param inputs the names of the views that it may read
   */
  static Optional<String> refusal(LogicalPlan plan, Set<String> inputs) {
    if (!ANALYSED_PLANS.contains(plan.getClass().getSimpleName())) {
      return Optional.of("it reads or does " + plan.nodeName() + ", which source SQL may not");
    }
    if (plan instanceof View view) {
      String name = view.desc().identifier().table();
      return view.isTempView() && inputs.contains(name)
          ? Optional.empty()
          : Optional.of("it reads the view " + name + ", which is not an input of the source");
    }
    for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
      Optional<String> refusal = refusal(expression, inputs);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return PlanWalk.children(plan).stream()
        .flatMap(child -> refusal(child, inputs).stream())
        .findFirst();
  }

  private static Optional<String> refusal(Expression expression, Set<String> inputs) {
    if (expression instanceof AttributeReference) {
      return Optional.empty();
    }
    Class<?> kind = expression.getClass();
    if (expression instanceof UserDefinedExpression
        || NEVER.contains(kind.getSimpleName())
        || EXPRESSION_PACKAGES.stream().noneMatch(kind.getName()::startsWith)) {
      return Optional.of("it calls " + expression.prettyName() + ", which source SQL may not");
    }
    Optional<String> clock = makesTime(expression) ? clockText(expression) : Optional.empty();
    if (clock.isPresent()) {
      return clock.map(SourceSql::readsTheClock);
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      Optional<String> refusal = refusal(plan, inputs);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return CollectionConverters.asJava(expression.children()).stream()
        .flatMap(child -> refusal(child, inputs).stream())
        .findFirst();
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

  /** How a text that is the same for all rows may tell a time of the clock, if one does. */
  private static Optional<String> clockText(Expression time) {
    return CollectionConverters.asJava(time.children()).stream()
        .map(SourceSql::asRun)
        .filter(text -> text.foldable() && text.dataType() instanceof StringType)
        .map(SourceSql::constant)
        .filter(text -> CLOCK.matcher(text).matches())
        .findFirst()
        .map(text -> "by '" + text + "'");
  }

  /** An expression with the functions that stand for others, such as left, replaced by those. */
  private static Expression asRun(Expression expression) {
    Expression own =
        expression instanceof RuntimeReplaceable another
            ? asRun(another.replacement())
            : expression;
    return own.mapChildren(SourceSql::asRun);
  }

  /** A text that is computed of constants; where it cannot be, it might be any. */
  private static String constant(Expression text) {
    try {
      return String.valueOf(text.eval(null));
    } catch (Exception e) {
      return "now";
    }
  }

  private static Set<String> functions() {
    try (InputStream list = SourceSql.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .flatMap(line -> words(line).stream())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
