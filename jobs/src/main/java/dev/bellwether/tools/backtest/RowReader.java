package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Makes examples of raw rows.
 *
 * @param columns which column is what
 * @param uses what each candidate column is used as, in their order
 * @param label what the label's values mean
 * @param time how the time is read
 */
record RowReader(ColumnPlan columns, List<ColumnUse> uses, Label label, TimeColumn time)
    implements Serializable {

  /** The example of a raw row. */
  Example read(Row row, long number) {
    double when = time.of(columns.timeOf(row));
    double day = time.dates() ? when : Double.NaN;
    double[] numbers = new double[(int) uses.stream().filter(ColumnUse::isNumeric).count()];
    String[] texts =
        new String[(int) uses.stream().filter(u -> u.kind() == ColumnUse.Kind.CATEGORY).count()];
    int nextNumber = 0;
    int nextText = 0;
    List<Integer> positions = columns.candidates();
    for (int i = 0; i < uses.size(); i++) {
      Object cell = row.get(positions.get(i));
      if (uses.get(i).isNumeric()) {
        numbers[nextNumber++] = uses.get(i).number(cell, day);
      } else if (uses.get(i).kind() == ColumnUse.Kind.CATEGORY) {
        texts[nextText++] = Cells.text(cell);
      }
    }
    return new Example(
        number, id(row, number), when, label.isEvent(columns.labelOf(row)), numbers, texts);
  }

  /** A row without an id is about itself. */
  private String id(Row row, long number) {
    String id = columns.id() < 0 ? null : Cells.text(row.get(columns.id()));
    return id == null ? "row " + (number + 1) : id;
  }
}
