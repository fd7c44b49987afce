package dev.bellwether.ingest;

import dev.bellwether.platform.config.PlanWalk;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;

/**
 * A mapping's SELECT: parsed, held against the rules for source SQL, and run.
 *
 * <p>It may only be a query, may only read the source's inputs, and may not call functions that run
 * other code. Over an append input it must be row-wise, since only new files are read.
 */
final class SourceQuery {
  private static final Set<String> FORBIDDEN_FUNCTIONS =
      Set.of("reflect", "java_method", "try_reflect");
  private static final Set<String> NOT_ROW_WISE =
      Set.of(
          "Aggregate",
          "Window",
          "Distinct",
          "Deduplicate",
          "GlobalLimit",
          "LocalLimit",
          "Sort",
          "Sample",
          "Intersect",
          "Except",
          "Offset",
          "Tail");

  private final String where;
  private final String sql;

  /**
   * @param where names the mapping in errors: source and table
   * @param sql the SELECT
   */
  SourceQuery(String where, String sql) {
    this.where = where;
    this.sql = sql;
  }

  /** The inputs that the SELECT reads, after checking that it is allowed to. */
  Set<String> inputs(SparkSession spark, Set<String> declared) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse(spark));
    if (walk.hasCommand()) {
      throw refuse(
          "it is not a query", "write a SELECT; statements that change things are refused");
    }
    for (String function : walk.functions()) {
      if (FORBIDDEN_FUNCTIONS.contains(function.toLowerCase(Locale.ROOT))) {
        throw refuse("it calls " + function, "use Spark's SQL functions only");
      }
    }
    if (!walk.tableFunctions().isEmpty()) {
      throw refuse(
          "it calls the table function " + walk.tableFunctions().get(0),
          "read the source's inputs only");
    }
    Set<String> read = new HashSet<>(walk.relations());
    read.removeAll(walk.commonTables());
    for (String relation : read) {
      if (!declared.contains(relation)) {
        throw refuse(
            "it reads " + relation + ", which is not an input of the source",
            "the inputs are: " + String.join(", ", declared));
      }
    }
    return read;
  }

  /** Whether the SELECT names an input in one place only. */
  boolean readsOnce(SparkSession spark, String input) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse(spark));
    return walk.commonTables().isEmpty()
        && walk.relations().stream().filter(input::equals).count() == 1;
  }

  /**
   * The columns that the SELECT names of the one input that it reads, each with the fields that it
   * names of it; names that it gives itself are left out.
   */
  Map<String, Set<String>> columns(SparkSession spark, String input) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse(spark));
    Map<String, Set<String>> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (List<String> parts : walk.columns()) {
      boolean isQualified =
          parts.size() > 1
              && (parts.get(0).equalsIgnoreCase(input) || walk.aliases().contains(parts.get(0)));
      List<String> path = isQualified ? parts.subList(1, parts.size()) : parts;
      if (!walk.aliases().contains(path.get(0))) {
        Set<String> fields = columns.computeIfAbsent(path.get(0), name -> new TreeSet<>());
        path.stream().skip(1).limit(1).forEach(fields::add);
      }
    }
    return columns;
  }

  /** Runs the SELECT over the views of its inputs. */
  Dataset<Row> run(SparkSession views) {
    try {
      return views.sql(sql);
    } catch (RuntimeException e) {
      throw failed(e);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw failed(e);
      }
      throw new IllegalStateException(e);
    }
  }

  /** Fails unless each result row comes from one row of the append input. */
  void requireRowWise(Dataset<Row> result, String appendInput) {
    Optional<String> kind = notRowWise(result.queryExecution().analyzed(), appendInput);
    if (kind.isPresent()) {
      throw refuse(
          "it is not row-wise over the append input " + appendInput + " (" + kind.get() + ")",
          "only new files of an append input are read, so no GROUP BY, DISTINCT, ORDER BY, LIMIT or"
              + " window function may stand over it; or declare the input as mode: snapshot");
    }
  }

  /** Whether each result row comes from one row of the input. */
  boolean isRowWise(Dataset<Row> result, String input) {
    return notRowWise(result.queryExecution().analyzed(), input).isEmpty();
  }

  /** The kind of the first step over an input that is not row by row. */
  private static Optional<String> notRowWise(LogicalPlan plan, String input) {
    for (LogicalPlan child : PlanWalk.children(plan)) {
      Optional<String> below = isInput(plan, input) ? Optional.empty() : notRowWise(child, input);
      if (below.isPresent()) {
        return below;
      }
    }
    String kind = plan.getClass().getSimpleName();
    return NOT_ROW_WISE.contains(kind) && reads(plan, input) ? Optional.of(kind) : Optional.empty();
  }

  private static boolean reads(LogicalPlan plan, String input) {
    return isInput(plan, input)
        || PlanWalk.children(plan).stream().anyMatch(child -> reads(child, input));
  }

  private static boolean isInput(LogicalPlan plan, String input) {
    return plan instanceof SubqueryAlias alias && alias.identifier().name().equals(input);
  }

  private LogicalPlan parse(SparkSession spark) {
    try {
      return ((org.apache.spark.sql.classic.SparkSession) spark)
          .sessionState()
          .sqlParser()
          .parsePlan(sql);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private BellwetherException refuse(String why, String fix) {
    return BellwetherException.configuration(where + ": its SELECT is refused", why, fix);
  }

  private BellwetherException failed(Exception e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().filter(l -> !l.isBlank()).toList();
    return BellwetherException.configuration(
            where + ": its SELECT does not fit the input",
            lines.isEmpty() ? e.toString() : lines.get(0),
            "compare the SELECT with the columns of the files: a column may have been renamed")
        .causedBy(e);
  }
}
