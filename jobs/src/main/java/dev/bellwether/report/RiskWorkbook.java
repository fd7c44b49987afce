package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.ConditionalFormattingExpressionRule;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The list as a workbook: a sheet for everyone, one for each owner, and one of definitions. An
 * empty cell is unknown; texts are never formulas.
 */
final class RiskWorkbook {
  /** What a sheet holds beside its header. */
  private static final int MOST_ROWS = 1_048_575;

  private static final int NAME_LENGTH = 31;
  private static final Map<String, String> FILLS =
      Map.of("red", "F9E0D9", "yellow", "F8EBCF", "green", "D9EFE9");

  private final List<SheetColumn> columns = SheetColumn.all();
  private final List<TableRow> listed;
  private final LocalDate asOf;
  private final String publication;
  private final String currency;

  /**
   * @param listed the list, by rank
   */
  RiskWorkbook(List<TableRow> listed, LocalDate asOf, String publication, String currency) {
    this.listed = listed;
    this.asOf = asOf;
    this.publication = publication;
    this.currency = currency;
  }

  /** The file's bytes: the same for the same list. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "Bellwether", "1.0")) {
      Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      names.add("Definitions");
      names.add("History"); // a name that spreadsheets keep for themselves
      list(workbook.newWorksheet(name("Everyone", names)), listed);
      byOwner().forEach((owner, rows) -> list(workbook.newWorksheet(name(owner, names)), rows));
      define(workbook.newWorksheet("Definitions"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SameBytes.of(out.toByteArray(), asOf);
  }

  private Map<String, List<TableRow>> byOwner() {
    return listed.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.text("csm").orElse("No owner"), TreeMap::new, Collectors.toList()));
  }

  /** A name that a sheet may have and no other has. */
  private static String name(String wanted, Set<String> names) {
    String clean = CellText.clean(wanted).replaceAll("[\\[\\]:*?/\\\\'\\p{Cntrl}]", " ").strip();
    String base = clean.isEmpty() ? "Owner" : clean;
    String name = CellText.cut(base, NAME_LENGTH).strip();
    for (int i = 2; !names.add(name); i++) {
      String number = " (" + i + ")";
      name = CellText.cut(base, NAME_LENGTH - number.length()).strip() + number;
    }
    return name;
  }

  private void list(Worksheet sheet, List<TableRow> all) {
    List<TableRow> rows = all.subList(0, Math.min(MOST_ROWS, all.size()));
    for (int c = 0; c < columns.size(); c++) {
      sheet.width(c, columns.get(c).kind().width());
      sheet.value(0, c, columns.get(c).title());
    }
    sheet
        .range(0, 0, 0, columns.size() - 1)
        .style()
        .bold()
        .wrapText(true)
        .fillColor("E3EEF6")
        .set();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        write(sheet, r + 1, c, rows.get(r));
      }
    }
    format(sheet, rows.size());
    sheet.freezePane(2, 1);
    sheet.setAutoFilter(0, 0, rows.size(), columns.size() - 1);
    sheet.repeatRows(0);
    sheet.pageOrientation("landscape");
    sheet.fitToWidth((short) 1);
    sheet.fitToHeight((short) 0);
  }

  private void write(Worksheet sheet, int r, int c, TableRow row) {
    SheetColumn column = columns.get(c);
    switch (column.kind()) {
      case TEXT, LONG_TEXT ->
          row.text(column.name()).ifPresent(text -> sheet.value(r, c, CellText.clean(text)));
      case DATE -> row.date(column.name()).ifPresent(day -> sheet.value(r, c, day));
      case FLAG ->
          row.text(column.name())
              .ifPresent(flag -> sheet.value(r, c, flag.equals("true") ? "yes" : "no"));
      default -> number(row, column.name()).ifPresent(number -> sheet.value(r, c, number));
    }
  }

  private static Optional<Number> number(TableRow row, String column) {
    return Optional.ofNullable((Number) row.values().get(column))
        .filter(number -> number instanceof BigDecimal || Double.isFinite(number.doubleValue()));
  }

  private void format(Worksheet sheet, int rows) {
    if (rows == 0) {
      return;
    }
    for (int c = 0; c < columns.size(); c++) {
      SheetColumn column = columns.get(c);
      var style = sheet.range(1, c, rows, c).style().verticalAlignment("top");
      if (column.kind().format() != null) {
        style.format(column.kind().format()).set();
      } else {
        style.wrapText(column.kind() == SheetColumn.Kind.LONG_TEXT).set();
      }
      if (column.name().equals("band") || column.name().equals("csm_band")) {
        colour(sheet, rows, c);
      }
    }
  }

  private static void colour(Worksheet sheet, int rows, int c) {
    String cell = "$" + letters(c) + "2";
    new TreeMap<>(FILLS)
        .forEach(
            (band, fill) ->
                sheet
                    .range(1, c, rows, c)
                    .style()
                    .fillColor(fill)
                    .set(
                        new ConditionalFormattingExpressionRule(
                            cell + "=\"" + band + "\"", false)));
  }

  private static String letters(int c) {
    String last = String.valueOf((char) ('A' + c % 26));
    return c < 26 ? last : letters(c / 26 - 1) + last;
  }

  private void define(Worksheet sheet) {
    sheet.width(0, 28);
    sheet.width(1, 110);
    sheet.value(0, 0, "Column");
    sheet.value(0, 1, "Meaning");
    sheet.range(0, 0, 0, 1).style().bold().fillColor("E3EEF6").set();
    define(
        sheet,
        1,
        "This workbook",
        "Renewals at risk as of " + asOf + ", publication " + publication);
    define(sheet, 2, "Money", "in " + currency);
    define(sheet, 3, "An empty cell", "unknown, or there is none; never zero");
    int row = 4;
    for (SheetColumn column : columns) {
      define(sheet, row++, column.title(), column.meaning());
    }
    sheet.freezePane(0, 1);
  }

  private static void define(Worksheet sheet, int row, String term, String meaning) {
    sheet.value(row, 0, term);
    sheet.value(row, 1, meaning);
    sheet.range(row, 0, row, 1).style().wrapText(true).verticalAlignment("top").set();
  }
}
