package dev.bellwether.marts.accounts;

import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What every account is as known at each date, so that readers join names, owners and segments to
 * the figures of a night by {@code as_of_date} and {@code account_id}, and never need storage.
 *
 * <p>One row per date and account that the source had by then. Owner and plan are those of the
 * date, and null for dates before the source told them.
 */
public final class AccountDimension implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.ACCOUNT_DIMENSION).from(Tables.ACCOUNTS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return Map.of(
        Tables.ACCOUNT_DIMENSION,
        ContractColumns.only(inputs.view(Tables.ACCOUNTS), Contracts.of(Tables.ACCOUNT_DIMENSION)));
  }
}
