package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The list as a CSV file (RFC 4180, UTF-8) under the table's own names of columns. An empty field
 * is unknown; a text that a spreadsheet would take for a formula begins with an apostrophe.
 */
final class RiskCsv {
  private RiskCsv() {}

  /** The file's text. */
  static String of(List<TableRow> listed) {
    List<SheetColumn> columns = SheetColumn.all();
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      csv.printRecord(columns.stream().map(SheetColumn::name));
      for (TableRow row : listed) {
        csv.printRecord(columns.stream().map(column -> field(row, column).orElse(null)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Optional<String> field(TableRow row, SheetColumn column) {
    return switch (column.kind()) {
      case TEXT, LONG_TEXT -> row.text(column.name()).map(CellText::guarded);
      case DATE, FLAG -> row.text(column.name());
      default -> Optional.ofNullable(row.values().get(column.name())).map(RiskCsv::plain);
    };
  }

  private static String plain(Object number) {
    return number instanceof BigDecimal exact ? exact.toPlainString() : number.toString();
  }
}
