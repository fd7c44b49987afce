package dev.bellwether.tools.serve;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.Function1;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * A rule for the sessions of connections: they read the tables that are served, and look at what
 * there is. They write nothing, read no file that is no table of theirs, and start no program.
 *
 * <p>The process's own session, which makes the tables, is free of it.
 */
public final class ReadOnly extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** What looks, or chooses where to look, by the beginning of its class's name. */
  private static final Pattern LOOKS =
      Pattern.compile("(Show|Describe|Explain|Set(Catalog|Namespace)).*");

  /** Whether statements are filled in before they are read. */
  static final String SUBSTITUTION = "spark.sql.variable.substitute";

  private static final Set<String> SETTINGS = Set.of("SetCommand", "ResetCommand");

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectCheckRule(function(session -> function(plan -> check(session, plan))));
    return BoxedUnit.UNIT;
  }

  private static BoxedUnit check(SparkSession session, LogicalPlan plan) {
    boolean isOurs = SparkSession.getDefaultSession().exists(function(own -> own == session));
    if (!isOurs) {
      plan.foreachWithSubqueries(function(ReadOnly::checkNode));
    }
    return BoxedUnit.UNIT;
  }

  private static BoxedUnit checkNode(LogicalPlan node) {
    String kind = node.getClass().getSimpleName();
    require(
        !(node instanceof Command) || LOOKS.matcher(kind).matches() || SETTINGS.contains(kind),
        kind);
    require(!(node instanceof LogicalRelation files) || files.catalogTable().isDefined(), "files");
    require(!(node instanceof ScriptTransformation), "TRANSFORM");
    require(!(node instanceof SetCommand set) || !fillsIn(set), "SET " + SUBSTITUTION);
    require(!node.expressions().exists(function(ReadOnly::callsJava)), "reflect");
    return BoxedUnit.UNIT;
  }

  /** Statements in which ${env:NAME} is filled in would tell the secrets of the process. */
  private static boolean fillsIn(SetCommand set) {
    return set.kv().exists(function(pair -> pair._1().strip().equalsIgnoreCase(SUBSTITUTION)));
  }

  private static boolean callsJava(Expression expression) {
    return expression.exists(function(part -> part instanceof CallMethodViaReflection));
  }

  private static void require(boolean isAllowed, String kind) {
    if (!isAllowed) {
      throw BellwetherException.configuration(
          "this server is for reading its tables: " + kind + " is refused",
          "what was published is never changed, and other files are not served",
          "ask tables of the schemas current and history; SHOW TABLES IN history lists them");
    }
  }

  private static <A, B> Function1<A, B> function(java.util.function.Function<A, B> body) {
    return new AbstractFunction1<>() {
      @Override
      public B apply(A argument) {
        return body.apply(argument);
      }
    };
  }
}
