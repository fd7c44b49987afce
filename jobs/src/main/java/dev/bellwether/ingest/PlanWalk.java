package dev.bellwether.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.jdk.javaapi.CollectionConverters;

/** Walks a parsed query and notes what it reads and calls, subqueries included. */
final class PlanWalk {
  private final List<String> relations = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private final List<String> tableFunctions = new ArrayList<>();
  private final Set<String> commonTables = new HashSet<>();
  private boolean command;

  List<String> relations() {
    return relations;
  }

  List<String> functions() {
    return functions;
  }

  List<String> tableFunctions() {
    return tableFunctions;
  }

  Set<String> commonTables() {
    return commonTables;
  }

  boolean hasCommand() {
    return command;
  }

  void visit(LogicalPlan plan) {
    command |= plan instanceof Command || plan instanceof ParsedStatement;
    if (plan instanceof UnresolvedRelation relation) {
      relations.add(String.join(".", CollectionConverters.asJava(relation.multipartIdentifier())));
    }
    if (plan instanceof UnresolvedTableValuedFunction function) {
      tableFunctions.add(String.join(".", CollectionConverters.asJava(function.name())));
    }
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              table -> {
                commonTables.add(table._1());
                visit(table._2());
              });
    }
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    children(plan).forEach(this::visit);
  }

  private void visit(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      functions.add(String.join(".", CollectionConverters.asJava(function.nameParts())));
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      visit(plan);
    }
    CollectionConverters.asJava(expression.children()).forEach(this::visit);
  }

  static List<LogicalPlan> children(LogicalPlan plan) {
    return CollectionConverters.asJava(plan.children());
  }
}
