package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardJson;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The scorecards that scored each date, whole: by them a score of long ago can still be computed
 * again, and a change between two nights told apart from a change of the rules.
 */
public final class ScorecardInForce implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SCORECARD_IN_FORCE);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    List<Row> rows = new ArrayList<>();
    for (LocalDate date : inputs.dates()) {
      for (Scorecard scorecard : inputs.settings().scorecards().all()) {
        rows.add(
            RowFactory.create(
                Date.valueOf(date),
                scorecard.name(),
                scorecard.version(),
                ScorecardJson.hash(scorecard),
                ScorecardJson.write(scorecard)));
      }
    }
    return Map.of(
        Tables.SCORECARD_IN_FORCE,
        inputs.spark().createDataFrame(rows, Contracts.of(Tables.SCORECARD_IN_FORCE).schema()));
  }
}
