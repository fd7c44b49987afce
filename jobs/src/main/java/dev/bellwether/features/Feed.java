package dev.bellwether.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An input that a source may not feed, or may feed only from some day on: an absent one has no rows
 * and is known of no window.
 *
 * @param table its rows
 * @param present whether the source feeds it
 * @param completeFrom the day before which nothing is known; null when all is known
 */
record Feed(Dataset<Row> table, boolean present, LocalDate completeFrom) {

  /**
   * The feed of an input table.
   *
   * @param source the staging table that it comes from
   */
  static Feed of(StepInputs inputs, String table, String source) {
    Optional<Dataset<Row>> fed = inputs.optional(table);
    return new Feed(
        fed.orElseGet(() -> empty(inputs, table)),
        fed.isPresent(),
        inputs.historyCompleteFrom().get(source));
  }

  /** The feed of a staging table. */
  static Feed of(StepInputs inputs, String table) {
    return of(inputs, table, table);
  }

  /** Its view at the points. */
  Dataset<Row> view(StepInputs inputs, String name, Dataset<Row> points) {
    return AsOf.view(table, Contracts.of(name), points, inputs.settings().timeZone());
  }

  /** Whether all is known of the window of that many days; an account's begins with its service. */
  Column knows(int days) {
    return knows(Windows.daysBefore(days - 1));
  }

  /** Whether all is known from that day on; an account's days begin with its service. */
  Column knows(Column start) {
    if (!present) {
      return lit(false);
    }
    if (completeFrom == null) {
      return lit(true);
    }
    Column begins = greatest(start, coalesce(col("customer_since"), start));
    return begins.geq(Date.valueOf(completeFrom));
  }

  /** Joins rows of (as_of_date, account_id) as one struct, null where an account has none. */
  static Dataset<Row> join(Dataset<Row> accounts, Dataset<Row> counts, String name) {
    String[] keys = {AsOf.DATE, "account_id"};
    Column[] values =
        Arrays.stream(counts.columns())
            .filter(column -> !List.of(keys).contains(column))
            .map(counts::col)
            .toArray(Column[]::new);
    Dataset<Row> packed = counts.select(col(keys[0]), col(keys[1]), struct(values).as(name));
    return accounts.join(packed, keys, "left");
  }

  private static Dataset<Row> empty(StepInputs inputs, String table) {
    Contract contract = Contracts.of(table);
    StructType schema = contract.schema();
    if (contract.layer().equals("staging")) {
      schema =
          schema
              .add(AsOf.ARRIVED_ON, DataTypes.DateType)
              .add(AsOf.PRESENT_FROM, DataTypes.DateType)
              .add(AsOf.BATCH_NO, DataTypes.LongType)
              .add(AsOf.DELETED, DataTypes.BooleanType);
    }
    return inputs.spark().createDataFrame(List.of(), schema);
  }
}
