package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** What a contract asks of a single column's values: there, in bounds, allowed, finite. */
final class ColumnRules {

  private ColumnRules() {}

  static List<RowRule> of(dev.bellwether.platform.contract.Column column) {
    List<RowRule> rules = new ArrayList<>();
    if (column.required()) {
      rules.add(required(column.name()));
    }
    if (hasFractions(column.type())) {
      rules.add(finite(column));
    }
    if (column.minimum() != null) {
      rules.add(minimum(column));
    }
    if (column.maximum() != null) {
      rules.add(maximum(column));
    }
    if (!column.validValues().isEmpty()) {
      rules.add(valid(column));
    }
    return rules;
  }

  /** The value as text; a null reads "null". */
  static Column text(String column) {
    return coalesce(quoted(column).cast("string"), lit("null"));
  }

  private static RowRule required(String name) {
    return rule(
        name, "required", "is never null", quoted(name).isNull(), lit(name + " is missing"));
  }

  private static RowRule finite(dev.bellwether.platform.contract.Column column) {
    Column value = quoted(column.name());
    Column violation =
        column.type() instanceof ArrayType
            ? exists(value, ColumnRules::isNotFinite)
            : isNotFinite(value);
    return rule(column.name(), "finite", "is a finite number", violation, "is not finite: ");
  }

  private static RowRule minimum(dev.bellwether.platform.contract.Column column) {
    Column violation = quoted(column.name()).lt(bound(column.type(), column.minimum()));
    String what = "is at least " + column.minimum();
    return rule(column.name(), "minimum", what, violation, "is below " + column.minimum() + ": ");
  }

  private static RowRule maximum(dev.bellwether.platform.contract.Column column) {
    Column violation = quoted(column.name()).gt(bound(column.type(), column.maximum()));
    String what = "is at most " + column.maximum();
    return rule(column.name(), "maximum", what, violation, "is above " + column.maximum() + ": ");
  }

  private static RowRule valid(dev.bellwether.platform.contract.Column column) {
    String allowed = String.join(", ", column.validValues());
    Column violation = not(quoted(column.name()).isin(column.validValues().toArray()));
    Column reason =
        concat(lit(column.name() + " '"), text(column.name()), lit("' is not one of " + allowed));
    return rule(column.name(), "valid", "is one of " + allowed, violation, reason);
  }

  private static RowRule rule(
      String column, String name, String what, Column violation, String reason) {
    Column words = concat(lit(column + " " + reason), text(column));
    return rule(column, name, what, violation, words);
  }

  private static RowRule rule(
      String column, String name, String what, Column violation, Column reason) {
    return new RowRule(column + "_" + name, column + " " + what, violation, reason, false);
  }

  private static Column isNotFinite(Column value) {
    return isnan(value).or(abs(value).equalTo(lit(Double.POSITIVE_INFINITY)));
  }

  private static boolean hasFractions(DataType type) {
    DataType element = type instanceof ArrayType array ? array.elementType() : type;
    return element instanceof DoubleType || element instanceof FloatType;
  }

  private static Column bound(DataType type, String written) {
    BigDecimal number = new BigDecimal(written);
    if (type instanceof DecimalType) {
      return lit(number);
    }
    return hasFractions(type) ? lit(number.doubleValue()) : lit(number.longValueExact());
  }

  private static Column quoted(String name) {
    return col("`" + name + "`");
  }
}
