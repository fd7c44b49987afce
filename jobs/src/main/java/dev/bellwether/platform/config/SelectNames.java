package dev.bellwether.platform.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The columns that a parsed query yields, as far as its text alone tells. */
public final class SelectNames {
  /** Plans that yield the columns of their first child. */
  private static final Set<String> KEEPING =
      Set.of(
          "Distinct",
          "Except",
          "Filter",
          "GlobalLimit",
          "Intersect",
          "LocalLimit",
          "Offset",
          "Sort",
          "Union",
          "UnresolvedHaving",
          "UnresolvedWith",
          "WithWindowDefinition");

  private SelectNames() {}

  /** Their names in lower case; none where a star, or whatever else, may give any column. */
  static Optional<Set<String>> of(LogicalPlan query) {
    if (query instanceof Project project) {
      return names(project.projectList());
    }
    if (query instanceof Aggregate aggregate) {
      return names(aggregate.aggregateExpressions());
    }
    return KEEPING.contains(query.getClass().getSimpleName())
        ? of(PlanWalk.children(query).get(0))
        : Optional.empty();
  }

  private static Optional<Set<String>> names(Seq<NamedExpression> selected) {
    Set<String> names = new HashSet<>();
    for (NamedExpression expression : CollectionConverters.asJava(selected)) {
      Optional<String> name = name(expression);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get().toLowerCase(Locale.ROOT));
    }
    return Optional.of(Set.copyOf(names));
  }

  /** What a selected column is called; nothing where its text does not tell. */
  public static Optional<String> name(NamedExpression expression) {
    if (expression instanceof Alias alias) {
      return Optional.of(alias.name());
    }
    return expression instanceof UnresolvedAttribute attribute
        ? Optional.of(attribute.nameParts().last())
        : Optional.empty();
  }
}
