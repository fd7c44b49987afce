package dev.bellwether.platform.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import scala.jdk.javaapi.CollectionConverters;

/** Walks a parsed query and notes what it reads, names and calls, subqueries included. */
public final class PlanWalk {
  private final List<List<String>> relations = new ArrayList<>();
  private final List<Class<?>> kinds = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private final List<String> tableFunctions = new ArrayList<>();
  private final Set<String> commonTables = new HashSet<>();
  private final Set<String> inScope = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<List<String>> columns = new ArrayList<>();
  private final Set<String> aliases = new HashSet<>();
  private final List<Literal> literals = new ArrayList<>();
  private boolean command;
  private boolean recursion;
  private boolean options;

  /**
   * The relations that it reads, each as the parts of its name; a query of its own (WITH) goes
   * before a relation of the same name.
   */
  public List<List<String>> relations() {
    return relations;
  }

  /** The relations that it names by one word. */
  public List<String> plainRelations() {
    return relations.stream()
        .filter(parts -> parts.size() == 1)
        .map(parts -> parts.get(0))
        .toList();
  }

  /** What it is made of: the classes of its plans and expressions. */
  public List<Class<?>> kinds() {
    return kinds;
  }

  /** The functions that it calls. */
  public List<String> functions() {
    return functions;
  }

  /** The table functions that it calls. */
  public List<String> tableFunctions() {
    return tableFunctions;
  }

  /** Whether it has queries of its own (WITH). */
  public boolean hasCommonTables() {
    return !commonTables.isEmpty();
  }

  /** Whether it does something else than query. */
  public boolean hasCommand() {
    return command;
  }

  /** Whether a query of its own (WITH) may read itself. */
  public boolean hasRecursion() {
    return recursion;
  }

  /** Whether it gives options to a relation. */
  public boolean hasOptions() {
    return options;
  }

  /** The columns that it names, each as its parts, with whatever qualifies them. */
  public List<List<String>> columns() {
    return columns;
  }

  /** The names that it gives to columns and relations. */
  public Set<String> aliases() {
    return aliases;
  }

  /** The constants that it has. */
  public List<Literal> literals() {
    return literals;
  }

  /** Notes all of a plan. */
  public void visit(LogicalPlan plan) {
    kinds.add(plan.getClass());
    if (plan instanceof SubqueryAlias alias) {
      aliases.add(alias.identifier().name());
    }
    command |= plan instanceof Command || plan instanceof ParsedStatement;
    if (plan instanceof UnresolvedRelation relation) {
      note(List.copyOf(CollectionConverters.asJava(relation.multipartIdentifier())));
      options |= !relation.options().isEmpty();
    }
    if (plan instanceof UnresolvedTableValuedFunction function) {
      tableFunctions.add(String.join(".", CollectionConverters.asJava(function.name())));
    }
    if (plan instanceof WithWindowDefinition windows) {
      CollectionConverters.asJava(windows.windowDefinitions()).values().forEach(this::visit);
    }
    Set<String> outside = Set.copyOf(inScope);
    if (plan instanceof UnresolvedWith with) {
      recursion |= with.allowRecursion();
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              table -> {
                visit(table._2());
                commonTables.add(table._1());
                inScope.add(table._1());
              });
    }
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    children(plan).forEach(this::visit);
    inScope.clear();
    inScope.addAll(outside);
  }

  private void note(List<String> relation) {
    if (relation.size() > 1 || !inScope.contains(relation.get(0))) {
      relations.add(relation);
    }
  }

  private void visit(Expression expression) {
    kinds.add(expression.getClass());
    if (expression instanceof UnresolvedAttribute attribute) {
      columns.add(List.copyOf(CollectionConverters.asJava(attribute.nameParts())));
    }
    if (expression instanceof Alias alias) {
      aliases.add(alias.name());
    }
    if (expression instanceof Literal literal) {
      literals.add(literal);
    }
    if (expression instanceof UnresolvedFunction function) {
      functions.add(String.join(".", CollectionConverters.asJava(function.nameParts())));
    }
    if (expression instanceof UnresolvedGenerator generator) {
      functions.add(generator.name().unquotedString());
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      visit(plan);
    }
    CollectionConverters.asJava(expression.children()).forEach(this::visit);
  }

  /** The children of a plan. */
  public static List<LogicalPlan> children(LogicalPlan plan) {
    return CollectionConverters.asJava(plan.children());
  }
}
