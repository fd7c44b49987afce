package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How invoices were paid. */
public final class InvoiceFacts implements Step {
  private static final String NAME = "invoice_facts";
  private static final String INVOICES = "invoices";

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public List<String> optionalInputs() {
    return List.of(INVOICES);
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME);
  }

  /** The facts as known at the latest date, or none where the source feeds no invoices. */
  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ZoneId zone = inputs.settings().timeZone();
    Dataset<Row> points = Dates.points(inputs.spark(), List.of(inputs.latestKnown()));
    return inputs
        .optional(INVOICES)
        .map(invoices -> AsOf.view(invoices, Contracts.of(INVOICES), points, zone))
        .map(view -> Map.of(NAME, of(view).drop(AsOf.DATE)))
        .orElse(Map.of());
  }

  /**
   * The facts of a view's invoices.
   *
   * @return as_of_date and the columns of the contract invoice_facts
   */
  public static Dataset<Row> of(Dataset<Row> invoicesView) {
    Column owed = col("amount").gt(0).and(col("voided_on").isNull());
    Column pastDue = col("open").and(col("due_on").lt(col(AsOf.DATE)));
    Column paidLate = coalesce(col("paid_on").gt(col("due_on")), lit(false));
    List<Column> columns = new ArrayList<>(List.of(col(AsOf.DATE)));
    Contracts.of(NAME).columnNames().forEach(name -> columns.add(col(name)));
    return invoicesView
        .withColumn("owed", owed)
        .withColumn("open", col("owed").and(col("paid_on").isNull()))
        .withColumn("late", pastDue.or(col("owed").and(paidLate)))
        .withColumn(
            "days_past_due",
            when(pastDue, datediff(col(AsOf.DATE), col("due_on"))).otherwise(lit(0)))
        .select(columns.toArray(Column[]::new));
  }
}
