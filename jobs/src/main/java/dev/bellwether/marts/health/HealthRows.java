package dev.bellwether.marts.health;

import dev.bellwether.platform.contract.Contracts;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How nights, their measures and their changes travel in rows while health is computed. */
final class HealthRows {
  static final String MEASURES = "measures";
  static final String CHANGES = "changes";
  private static final List<String> KEY = List.of("as_of_date", "account_id");

  static final StructType MEASURE = withoutKey("account_health_measure");
  private static final StructType CHANGE = withoutKey("account_health_change");

  /** A row of account_health with its measures; a draft may still lack what must not be null. */
  static final StructType NIGHT =
      nullable("account_health").add(MEASURES, new ArrayType(MEASURE, false));

  /** The same with its changes. */
  static final StructType COMPLETED = NIGHT.add(CHANGES, new ArrayType(CHANGE, false));

  private HealthRows() {}

  static Row ofLine(ScoreSheet.Line line) {
    return RowFactory.create(
        line.dimension(),
        line.measure(),
        line.rawValue(),
        line.value(),
        line.weight(),
        line.contribution(),
        line.state(),
        line.feature());
  }

  static ScoreSheet.Line line(Row row) {
    return new ScoreSheet.Line(
        row.getString(0),
        row.getString(1),
        row.getString(7),
        (Double) row.get(2),
        (Double) row.get(3),
        row.getDouble(4),
        row.getString(6));
  }

  static Row ofChange(LocalDate from, Change change) {
    ScoreSheet.Line before = change.from();
    ScoreSheet.Line after = change.to();
    return RowFactory.create(
        Date.valueOf(from),
        change.measure(),
        change.effect().name().toLowerCase(Locale.ROOT),
        change.points(),
        change.dimension(),
        before == null ? null : before.rawValue(),
        after == null ? null : after.rawValue(),
        before == null ? null : before.value(),
        after == null ? null : after.value(),
        before == null ? null : before.weight(),
        after == null ? null : after.weight());
  }

  private static StructType withoutKey(String table) {
    StructField[] fields = nullable(table).fields();
    return new StructType(
        Arrays.stream(fields).filter(f -> !KEY.contains(f.name())).toArray(StructField[]::new));
  }

  private static StructType nullable(String table) {
    StructType nullable = new StructType();
    for (StructField field : Contracts.of(table).schema().fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
