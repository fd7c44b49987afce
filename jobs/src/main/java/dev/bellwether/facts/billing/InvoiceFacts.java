package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
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
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

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
        .map(view -> Map.of(Tables.INVOICE_FACTS, of(view, inputs.settings()).drop(AsOf.DATE)))
        .orElse(Map.of());
  }

  /**
   * The facts of a view's invoices. Open credit notes (negative amounts) settle what an account
   * owes in their currency, the oldest invoice first; what is left is past due from the small
   * balance on.
   *
   * @return as_of_date and the columns of the contract invoice_facts
   */
  public static Dataset<Row> of(Dataset<Row> invoicesView, Settings settings) {
    Column small = lit(settings.billing().smallBalance());
    Column isLeft = col("unsettled").gt(0);
    Column pastDue =
        col("open").and(col("unsettled").geq(small)).and(col("due_on").lt(col(AsOf.DATE)));
    Column paidLate = coalesce(col("paid_on").gt(col("due_on")), lit(false));
    List<Column> columns = new ArrayList<>(List.of(col(AsOf.DATE)));
    Contracts.of(Tables.INVOICE_FACTS).columnNames().forEach(name -> columns.add(col(name)));
    return withUnsettled(invoicesView, settings.currency())
        .withColumn("open", col("unpaid").and(isLeft))
        .withColumn("late", pastDue.or(col("owed").and(paidLate)))
        .withColumn(
            "days_past_due",
            when(pastDue, datediff(col(AsOf.DATE), col("due_on"))).otherwise(lit(0)))
        .select(columns.toArray(Column[]::new));
  }

  /** What an account owes of an invoice and all that fell due before it, net of open credits. */
  private static Dataset<Row> withUnsettled(Dataset<Row> view, String reportingCurrency) {
    Column stands = col("voided_on").isNull();
    Column credit = stands.and(col("amount").lt(0)).and(col("paid_on").isNull());
    Column currency = coalesce(col("currency"), lit(reportingCurrency));
    WindowSpec all = Window.partitionBy(col(AsOf.DATE), col("account_id"), currency);
    WindowSpec oldestFirst =
        all.orderBy("due_on", "invoice_id")
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column owedSoFar = sum(when(col("unpaid"), col("amount"))).over(oldestFirst);
    Column credits = coalesce(sum(when(credit, col("amount"))).over(all), lit(0));
    return view.withColumn("due_on", coalesce(col("due_on"), col("issued_on")))
        .withColumn("owed", stands.and(col("amount").gt(0)))
        .withColumn("unpaid", col("owed").and(col("paid_on").isNull()))
        .withColumn("unsettled", coalesce(owedSoFar.plus(credits), lit(0)));
  }
}
