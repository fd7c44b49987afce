package dev.bellwether.ingest;

import dev.bellwether.platform.config.PlanWalk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;
import scala.jdk.javaapi.CollectionConverters;

/** Whether each row of an analysed query comes from one row of an input. */
final class RowWise {
  private static final Set<String> OVER_MANY_ROWS =
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

  private final String input;
  private final Set<Long> readingTables = new HashSet<>();

  private RowWise(String input) {
    this.input = input;
  }

  /** The kind of the first step over an input that is not row by row; none when all are. */
  static Optional<String> over(String input, LogicalPlan plan) {
    return new RowWise(input).firstBreak(plan);
  }

  private Optional<String> firstBreak(LogicalPlan plan) {
    if (isInput(plan)) {
      return Optional.empty();
    }
    // queries of WITH come before what reads them
    for (LogicalPlan child : PlanWalk.children(plan)) {
      Optional<String> below = firstBreak(child);
      if (below.isPresent()) {
        return below;
      }
    }
    if (plan instanceof CTERelationDef table && reads(table.child())) {
      readingTables.add(table.id());
    }
    if (subqueries(plan).stream().anyMatch(this::reads)) {
      return Optional.of("Subquery");
    }
    String kind = plan.getClass().getSimpleName();
    boolean meetsItself =
        kind.equals("Join") && PlanWalk.children(plan).stream().allMatch(this::reads);
    return meetsItself || (OVER_MANY_ROWS.contains(kind) && reads(plan))
        ? Optional.of(kind)
        : Optional.empty();
  }

  private boolean reads(LogicalPlan plan) {
    return isInput(plan)
        || (plan instanceof CTERelationRef table && readingTables.contains(table.cteId()))
        || PlanWalk.children(plan).stream().anyMatch(this::reads)
        || subqueries(plan).stream().anyMatch(this::reads);
  }

  private boolean isInput(LogicalPlan plan) {
    return plan instanceof View view && view.desc().identifier().table().equals(input);
  }

  private static List<LogicalPlan> subqueries(LogicalPlan plan) {
    List<LogicalPlan> found = new ArrayList<>();
    if (!(plan instanceof View)) {
      CollectionConverters.asJava(plan.expressions()).forEach(e -> collect(e, found));
    }
    return found;
  }

  private static void collect(Expression expression, List<LogicalPlan> found) {
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      found.add(plan);
    }
    CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, found));
  }
}
