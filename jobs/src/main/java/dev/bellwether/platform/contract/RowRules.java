package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * What a contract asks of single rows, as Spark columns that give the reasons against a row.
 *
 * <p>They apply to a table that has the contract's columns and types; more columns do no harm.
 */
public final class RowRules {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private RowRules() {}

  /**
   * Why a row cannot be used, as an {@code array<string>} of sentences; empty for a sound row.
   *
   * <p>Reasons read like {@code account_id is missing} or {@code amount is below 0: -12.00}.
   */
  public static Column problems(Contract contract) {
    return reasons(of(contract).stream().filter(rule -> !rule.warning()).toList());
  }

  /** What is odd about a row that can be used all the same, in the same form. */
  public static Column warnings(Contract contract) {
    return reasons(of(contract).stream().filter(RowRule::warning).toList());
  }

  /** Whether a value breaks its column's own bounds; false for null and for an unbounded column. */
  public static Column breach(dev.bellwether.platform.contract.Column column) {
    return ColumnRules.of(column).stream()
        .filter(rule -> !rule.name().equals(column.name() + "_required"))
        .map(rule -> coalesce(rule.violation(), lit(false)))
        .reduce(Column::or)
        .orElse(lit(false));
  }

  /** Every promise about single rows: column by column, then the table's own rules. */
  static List<RowRule> of(Contract contract) {
    List<RowRule> rules = new ArrayList<>();
    contract.columns().forEach(column -> rules.addAll(ColumnRules.of(column)));
    contract.checks().forEach(check -> rules.add(rule(contract, check)));
    return rules;
  }

  private static Column reasons(List<RowRule> rules) {
    Column none = array().cast("array<string>");
    Column[] reasons =
        rules.stream().map(rule -> when(rule.violation(), rule.reason())).toArray(Column[]::new);
    // sound rows, nearly all, build no array of reasons
    return rules.stream()
        .map(rule -> coalesce(rule.violation(), lit(false)))
        .reduce(Column::or)
        .map(any -> when(any, array_compact(array(reasons))).otherwise(none))
        .orElse(none);
  }

  private static RowRule rule(Contract contract, Check check) {
    Column reason = lit(check.description() + " (");
    String comma = "";
    for (String column : columnsIn(contract, check.violation())) {
      reason = concat(reason, lit(comma + column + " "), ColumnRules.text(column));
      comma = ", ";
    }
    return new RowRule(
        check.name(),
        check.description(),
        expr(check.violation()),
        concat(reason, lit(")")),
        check.warning());
  }

  private static List<String> columnsIn(Contract contract, String condition) {
    Matcher words = WORD.matcher(QUOTED.matcher(condition).replaceAll(""));
    return words
        .results()
        .map(word -> word.group())
        .filter(word -> contract.column(word).isPresent())
        .distinct()
        .toList();
  }
}
