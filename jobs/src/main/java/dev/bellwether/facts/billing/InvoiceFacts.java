package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How invoices were paid. */
public final class InvoiceFacts implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.INVOICE_FACTS).optionally(Tables.INVOICES);
  }

  /** The facts as known at the latest date, or none where the source feeds no invoices. */
  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), List.of(inputs.latestKnown()));
    return inputs
        .optionalView(Tables.INVOICES, points)
        .map(view -> Map.of(Tables.INVOICE_FACTS, of(view).drop(AsOf.DATE)))
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
    Contracts.of(Tables.INVOICE_FACTS).columnNames().forEach(name -> columns.add(col(name)));
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
