package dev.bellwether.report;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contracts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * A column of the workbook and of the CSV file: one of {@code renewal_risk}.
 *
 * @param name its name in the table
 * @param title its heading
 * @param meaning what it means, in the words of the contract
 */
record SheetColumn(String name, String title, String meaning, Kind kind) {
  private static final String TABLE = "renewal_risk";

  /** What stands first, as people read it; all other columns follow under their own names. */
  private static final Map<String, String> FIRST =
      Map.ofEntries(
          Map.entry("rank", "Rank"),
          Map.entry("account_name", "Account"),
          Map.entry("account_id", "Account id"),
          Map.entry("segment", "Segment"),
          Map.entry("csm", "Owner"),
          Map.entry("situation", "Situation"),
          Map.entry("decision_date", "Decision"),
          Map.entry("days_to_decision", "Days"),
          Map.entry("available_to_renew_arr", "ARR to decide"),
          Map.entry("churn_probability", "Chance of churn"),
          Map.entry("method", "Method"),
          Map.entry("expected_arr_loss", "Expected loss"),
          Map.entry("score", "Health"),
          Map.entry("band", "Band"),
          Map.entry("reason_1", "Reason 1"),
          Map.entry("reason_2", "Reason 2"),
          Map.entry("reason_3", "Reason 3"),
          Map.entry("csm_band", "CSM says"),
          Map.entry("disagreement", "Disagreement"),
          Map.entry("health_change", "What changed"),
          Map.entry("terms", "Contract"),
          Map.entry("support_move", "Support moved"),
          Map.entry("automated_status", "Status by the numbers"),
          Map.entry("csm_status", "CSM’s status"),
          Map.entry("final_status", "Final status"),
          Map.entry("action_text", "Next action"),
          Map.entry("action_due_on", "Due"),
          Map.entry("change_why", "New or moved because"));

  private static final List<String> ORDER =
      List.of(
          "rank",
          "account_name",
          "account_id",
          "segment",
          "csm",
          "situation",
          "decision_date",
          "days_to_decision",
          "available_to_renew_arr",
          "churn_probability",
          "method",
          "expected_arr_loss",
          "score",
          "band",
          "reason_1",
          "reason_2",
          "reason_3",
          "action_text",
          "action_due_on",
          "automated_status",
          "csm_status",
          "final_status",
          "csm_band",
          "disagreement",
          "change_why",
          "health_change",
          "terms",
          "support_move");

  private static final List<String> LONG =
      List.of(
          "account_name", "health_change", "action_text", "terms", "review_note", "support_move");

  /** How its values are shown. */
  enum Kind {
    TEXT(null, 18),
    LONG_TEXT(null, 34),
    DATE("yyyy-mm-dd", 12),
    MONEY("#,##0.00", 15),
    SHARE("0.0%", 10),
    WHOLE("#,##0", 8),
    NUMBER("#,##0.0", 10),
    FLAG(null, 8);

    private final String format;
    private final int width;

    Kind(String format, int width) {
      this.format = format;
      this.width = width;
    }

    /** The number format, in a workbook's own notation; null for texts. */
    String format() {
      return format;
    }

    int width() {
      return width;
    }
  }

  /** All columns, in the order in which a workbook has them. */
  static List<SheetColumn> all() {
    List<Column> columns = new ArrayList<>(Contracts.of(TABLE).columns());
    columns.removeIf(column -> column.name().equals("as_of_date"));
    columns.sort((a, b) -> Integer.compare(place(a), place(b)));
    return columns.stream().filter(SheetColumn::isPlain).map(SheetColumn::of).toList();
  }

  private static int place(Column column) {
    int place = ORDER.indexOf(column.name());
    return place < 0 ? ORDER.size() : place;
  }

  private static boolean isPlain(Column column) {
    return column.type() instanceof NumericType
        || column.type() instanceof StringType
        || column.type() instanceof DateType
        || column.type() instanceof BooleanType;
  }

  private static SheetColumn of(Column column) {
    String title = FIRST.getOrDefault(column.name(), column.name().replace('_', ' '));
    return new SheetColumn(column.name(), title, column.description(), kind(column));
  }

  private static Kind kind(Column column) {
    String name = column.name();
    if (column.type() instanceof DateType) {
      return Kind.DATE;
    } else if (column.type() instanceof BooleanType) {
      return Kind.FLAG;
    } else if (column.type() instanceof StringType) {
      boolean isLong = name.matches("reason_\\d") || LONG.contains(name);
      return isLong ? Kind.LONG_TEXT : Kind.TEXT;
    } else if (name.contains("probability") || name.contains("share")) {
      return Kind.SHARE;
    } else if (column.type() instanceof DecimalType) {
      return Kind.MONEY;
    }
    return column.type().typeName().equals("double") ? Kind.NUMBER : Kind.WHOLE;
  }
}
