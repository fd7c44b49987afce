package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.BusinessDay;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * On which day a row had arrived, by its input's policy, and never before the first night that is
 * still open: what is ingested after a night was published was not known to it.
 *
 * @param policy the input's policy
 * @param contract the table's contract
 * @param zone the business time zone
 * @param firstSeen the as-of date of the run that first ingests the rows
 * @param openFrom the day after the last published night, or null when nothing is published
 */
record ArrivalRule(
    Source.Arrival policy,
    Contract contract,
    ZoneId zone,
    LocalDate firstSeen,
    LocalDate openFrom) {

  private static final LocalDate ALWAYS = LocalDate.of(1900, 1, 1);

  /** Whether a column of the SELECT tells the arrival. */
  boolean isFromColumn() {
    return policy.kind() == Source.ArrivalKind.COLUMN;
  }

  /** The columns that the SELECT must yield for it, beside the contract's. */
  List<String> columns() {
    return isFromColumn() && contract.column(policy.column()).isEmpty()
        ? List.of(policy.column())
        : List.of();
  }

  /** The day that each trimmed row says that it arrived on; null where the arrival column is. */
  Column written(Dataset<Row> trimmed) {
    return switch (policy.kind()) {
      case FIRST_SEEN -> lit(firstSeen.toString()).cast("date");
      case COLUMN -> dayIn(trimmed, policy.column());
      case EVENT_TIME ->
          contract.eventTime() == null
              ? lit(ALWAYS.toString()).cast("date")
              : dayIn(trimmed, contract.eventTime());
    };
  }

  /** The day of arrival, from the day that the row says; null where that is no usual one. */
  Column day(Column written) {
    Column day = ValueReader.whereUsual(written, written);
    Column floor = lit(openFrom == null ? null : openFrom.toString()).cast("date");
    // greatest skips nulls: a missing arrival must stay missing
    return when(day.isNotNull(), greatest(day, floor));
  }

  /** The day from which present-only columns may be used; null for one-off history. */
  Column presentFrom(Column arrivedOn) {
    return policy.kind() == Source.ArrivalKind.EVENT_TIME
        ? lit(null).cast("date")
        : greatest(arrivedOn, lit(firstSeen.toString()).cast("date"));
  }

  private Column dayIn(Dataset<Row> trimmed, String name) {
    DataType type = trimmed.schema().apply(name).dataType();
    boolean isDay =
        contract.column(name).filter(c -> c.type().equals(DataTypes.DateType)).isPresent();
    if (isDay || !type.equals(DataTypes.StringType)) {
      return ValueReader.day(col(name), type, zone);
    }
    Column plainDate = length(col(name)).leq(10);
    return when(plainDate, ValueReader.day(col(name), type, zone))
        .otherwise(BusinessDay.of(ValueReader.instant(col(name), type), zone));
  }
}
