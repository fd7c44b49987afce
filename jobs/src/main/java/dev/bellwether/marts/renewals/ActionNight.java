package dev.bellwether.marts.renewals;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What one night says of an account's actions, or what an earlier one had made of them. */
record ActionNight(Row row) {
  /** The actions of a night that was completed before; null of one to compute. */
  static final String STORED = "stored";

  static final String APPLYING = "applying";

  static final StructType ACTION = nullable(Contracts.of(Tables.NEXT_ACTION).schema());

  static final StructType SCHEMA =
      new StructType()
          .add(AsOf.DATE, DataTypes.DateType)
          .add("account_id", DataTypes.StringType)
          .add("csm", DataTypes.StringType)
          .add("left_why", DataTypes.StringType)
          .add("snoozed_until", DataTypes.DateType)
          .add(
              APPLYING,
              new ArrayType(
                  new StructType()
                      .add("play", DataTypes.StringType)
                      .add("why", DataTypes.StringType),
                  true))
          .add(
              Reviews.OF_ACTIONS,
              new ArrayType(
                  new StructType()
                      .add("action_id", DataTypes.StringType)
                      .add("action_state", DataTypes.StringType)
                      .add("reviewed_on", DataTypes.DateType)
                      .add("review_id", DataTypes.StringType),
                  true))
          .add(STORED, new ArrayType(ACTION, true));

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }

  LocalDate date() {
    return row.<Date>getAs(AsOf.DATE).toLocalDate();
  }

  boolean isStored() {
    return row.getAs(STORED) != null;
  }

  List<Row> stored() {
    return row.getList(row.fieldIndex(STORED));
  }

  String text(String column) {
    return row.getAs(column);
  }

  boolean isSnoozed() {
    return row.getAs("snoozed_until") != null;
  }

  /** Why each play applies that does, by its name. */
  Map<String, String> applying() {
    Map<String, String> plays = new HashMap<>();
    if (row.getAs(APPLYING) != null) {
      row.<Row>getList(row.fieldIndex(APPLYING))
          .forEach(play -> plays.put(play.getString(0), play.getString(1)));
    }
    return plays;
  }

  /** What was last said of an action: started, done or dismissed; null where nothing was. */
  String reviewed(String actionId) {
    Row last = null;
    if (row.getAs(Reviews.OF_ACTIONS) != null) {
      for (Row review : row.<Row>getList(row.fieldIndex(Reviews.OF_ACTIONS))) {
        boolean isAbout = review.getString(0).equals(actionId);
        last = isAbout && (last == null || isLater(review, last)) ? review : last;
      }
    }
    return last == null ? null : last.getString(1);
  }

  private static boolean isLater(Row review, Row other) {
    int days = review.getDate(2).compareTo(other.getDate(2));
    return days > 0 || (days == 0 && review.getString(3).compareTo(other.getString(3)) > 0);
  }
}
