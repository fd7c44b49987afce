package dev.bellwether.ingest;

import dev.bellwether.platform.config.PlanWalk;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A mapping's SELECT: parsed, held against the rules for source SQL, and run.
 *
 * <p>It may only be a query over the source's inputs, of what {@link SourceSql} allows. Over an
 * append input it must be row-wise, since only new files are read.
 */
final class SourceQuery {
  private static final String SUGGESTION = "Did you mean one of the following?";
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

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
  Set<String> inputs(Set<String> declared) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse());
    if (walk.hasCommand()) {
      throw refuse(
          "it is not a query", "write a SELECT; statements that change things are refused");
    }
    if (!walk.tableFunctions().isEmpty()) {
      throw refuse(
          "it calls the table function " + walk.tableFunctions().get(0),
          "read the source's inputs only");
    }
    Set<String> read = new HashSet<>();
    for (List<String> relation : walk.relations()) {
      String name = relation.get(0);
      if (relation.size() == 1 && declared.contains(name)) {
        read.add(name);
      } else {
        throw refuse(
            "it reads " + String.join(".", relation) + ", which is not an input of the source",
            "the inputs are: " + String.join(", ", declared));
      }
    }
    requireAllowed(SourceSql.refusal(walk));
    return read;
  }

  /** Whether the SELECT names an input in one place only. */
  boolean readsOnce(String input) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse());
    return !walk.hasCommonTables()
        && walk.plainRelations().stream().filter(input::equals).count() == 1;
  }

  /**
   * The columns that the SELECT names of the one input that it reads, each with the fields that it
   * names of it; names that it gives itself are left out.
   */
  Map<String, Set<String>> columns(String input) {
    PlanWalk walk = new PlanWalk();
    walk.visit(parse());
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

  private void requireAllowed(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw refuse(
          refusal.get(),
          "write one SELECT of joins, WITH, windows, aggregates and Spark's plain functions;"
              + " docs/your-data.md says what is allowed");
    }
  }

  /**
   * The SELECT over the views of its inputs: analysed, held against the rules once more, not yet
   * computed. Beside its columns stands what it could not read ({@link TriedValues}).
   */
  Dataset<Row> run(SparkSession views, Set<String> inputs, Contract contract) {
    Dataset<Row> rows = analysed(views, contract);
    requireAllowed(SourceSql.refusal(rows.queryExecution().analyzed(), inputs));
    return rows;
  }

  private Dataset<Row> analysed(SparkSession views, Contract contract) {
    try {
      // of the plan and not of the text, which Spark would fill in with ${env:NAME}, and might run
      return org.apache.spark.sql.classic.Dataset.ofRows(
          (org.apache.spark.sql.classic.SparkSession) views,
          new TriedValues(contract).beside(parse()));
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
    Optional<String> kind = RowWise.over(appendInput, result.queryExecution().analyzed());
    if (kind.isPresent()) {
      throw refuse(
          "it is not row-wise over the append input " + appendInput + " (" + kind.get() + ")",
          "only new files of an append input are read, so no GROUP BY, DISTINCT, ORDER BY, LIMIT or"
              + " window function may stand over it; or declare the input as mode: snapshot");
    }
  }

  /** Whether each result row comes from one row of the input. */
  boolean isRowWise(Dataset<Row> result, String input) {
    return RowWise.over(input, result.queryExecution().analyzed()).isEmpty();
  }

  /** Parsed, and nothing else: this parser knows no session, so it looks nothing up. */
  private LogicalPlan parse() {
    try {
      return new CatalystSqlParser().parsePlan(sql);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private BellwetherException refuse(String why, String fix) {
    return BellwetherException.configuration(where + ": its SELECT is refused", why, fix);
  }

  /** Spark names the columns that there are; where a file has no header, they are its first row. */
  private static String withoutValues(String told) {
    int suggestion = told.indexOf(SUGGESTION);
    List<String> names =
        QUOTED
            .matcher(told.substring(Math.max(0, suggestion)))
            .results()
            .map(r -> r.group(1))
            .toList();
    return suggestion >= 0 && CsvHeaders.areValues(names)
        ? told.substring(0, suggestion)
            + "The names of the columns look like a row: is there a header?"
        : told;
  }

  private BellwetherException failed(Exception e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().filter(l -> !l.isBlank()).toList();
    return BellwetherException.configuration(
            where + ": its SELECT does not fit the input",
            lines.isEmpty() ? e.toString() : withoutValues(lines.get(0)),
            "compare the SELECT with the columns of the files: a column may have been renamed")
        .causedBy(e);
  }
}
