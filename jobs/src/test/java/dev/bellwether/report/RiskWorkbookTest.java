package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;

/** The workbook as another library reads it, and the CSV file beside it. */
class RiskWorkbookTest {
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "=HYPERLINK(\"http://example.org\",\"open\")",
          "+1",
          "-2",
          "@SUM(A1)",
          "\t=1+1",
          "  =1+1",
          "\u202Bשלום בע״מ\u202C",
          "x".repeat(300),
          "Zoë 🦊 \"Ltd\", & Co;\nSecond line",
          "");

  private static byte[] workbook(List<TableRow> rows) {
    return new RiskWorkbook(rows, NIGHT, "2026-06-29-1", "USD").bytes();
  }

  private static List<Row> read(byte[] workbook, String sheet) {
    ReadingOptions withFormats = new ReadingOptions(true, true);
    try (ReadableWorkbook read =
        new ReadableWorkbook(new ByteArrayInputStream(workbook), withFormats)) {
      return read.findSheet(sheet).orElseThrow().read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Optional<Cell> cell(List<Row> rows, int row, String title) {
    int column = rows.get(0).stream().map(Cell::getText).toList().indexOf(title);
    assertThat(column).as(title).isNotNegative();
    return rows.get(row).getOptionalCell(column).filter(c -> c.getType() != CellType.EMPTY);
  }

  private static List<TableRow> hostile() {
    return Stream.iterate(0, i -> i + 1)
        .limit(HOSTILE.size())
        .map(i -> listing("A-" + i, i + 1, "account_name", HOSTILE.get(i)))
        .toList();
  }

  @Test
  void namesAreTextsAsTheyAreAndNoneIsAFormula() {
    List<Row> rows = read(workbook(hostile()), "Everyone");

    for (int i = 0; i < HOSTILE.size() - 1; i++) {
      Cell name = cell(rows, i + 1, "Account").orElseThrow();
      assertThat(name.getType()).isEqualTo(CellType.STRING);
      assertThat(name.getText()).isEqualTo(HOSTILE.get(i));
      assertThat(name.getFormula()).isNull();
    }
    assertThat(rows).hasSize(HOSTILE.size() + 1);
  }

  @Test
  void whatNoWorkbookCanHoldIsLeftOut() {
    String name = "a\u0001b\uD800c" + "y".repeat(40_000);
    List<Row> rows = read(workbook(List.of(listing("A", 1, "account_name", name))), "Everyone");

    String read = cell(rows, 1, "Account").orElseThrow().getText();
    assertThat(read).startsWith("ab\uFFFDcyyy").hasSize(32_767);
  }

  @Test
  void numbersAndDatesAreNumbersAndDatesAndUnknownIsEmpty() {
    TableRow known =
        listing(
            "A",
            1,
            "churn_probability",
            new BigDecimal("0.21000000"),
            "expected_arr_loss",
            new BigDecimal("252.00"),
            "csm",
            "Ana Ruiz");
    List<Row> rows = read(workbook(List.of(known, listing("B", 2))), "Everyone");

    assertThat(cell(rows, 1, "Chance of churn").orElseThrow().asNumber())
        .isEqualByComparingTo("0.21");
    assertThat(cell(rows, 1, "Expected loss").orElseThrow().asNumber()).isEqualByComparingTo("252");
    assertThat(cell(rows, 1, "ARR to decide").orElseThrow().getDataFormatString())
        .isEqualTo("#,##0.00");
    assertThat(cell(rows, 1, "Decision").orElseThrow().asDate().toLocalDate())
        .isEqualTo(LocalDate.of(2026, 7, 29));
    assertThat(cell(rows, 2, "Chance of churn")).isEmpty();
    assertThat(cell(rows, 2, "Expected loss")).isEmpty();
  }

  @Test
  void eachOwnerHasASheetWithAllOfTheirRowsAndNoOther() throws IOException {
    List<TableRow> rows =
        List.of(
            listing("A", 1, "csm", "Ana Ruiz"),
            listing("B", 2),
            listing("C", 3, "csm", "Definitions"),
            listing("D", 4, "csm", "a/b:c*d?e[f]g'" + "h".repeat(40)),
            listing("E", 5, "csm", "a/b:c*d?e[f]g'" + "h".repeat(41)),
            listing("F", 6, "csm", "ana ruiz"),
            listing("G", 7, "csm", "***"));
    byte[] workbook = workbook(rows);

    try (ReadableWorkbook read = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
      List<String> names = read.getSheets().map(Sheet::getName).toList();
      assertThat(names)
          .startsWith("Everyone")
          .endsWith("Definitions")
          .contains("Ana Ruiz", "ana ruiz (2)", "No owner", "Definitions (2)", "Owner")
          .hasSize(9)
          .allMatch(name -> name.length() <= 31);
    }
    assertThat(read(workbook, "Everyone")).hasSize(8);
    List<Row> ofAna = read(workbook, "Ana Ruiz");
    assertThat(ofAna).hasSize(2);
    assertThat(cell(ofAna, 1, "Account id").orElseThrow().getText()).isEqualTo("A");
  }

  @Test
  void headersAreFrozenListsFilteredAndBandsColoured() throws IOException {
    String sheet = part(workbook(hostile()), "xl/worksheets/sheet1.xml");

    assertThat(sheet)
        .contains("<pane", "state=\"frozen\"", "<autoFilter ref=\"A1:")
        .contains("<conditionalFormatting", "=\"red\"</formula>")
        .doesNotContain("<f>");
    assertThat(read(workbook(hostile()), "Definitions"))
        .anyMatch(
            row -> row.getCellText(0).equals("Expected loss") && !row.getCellText(1).isBlank());
  }

  @Test
  void theSameListIsTheSameFile() throws InterruptedException {
    byte[] once = workbook(hostile());
    Thread.sleep(5);
    assertThat(workbook(hostile())).isEqualTo(once);
  }

  @Test
  void anEmptyListIsAWorkbookWithItsHeader() {
    assertThat(read(workbook(List.of()), "Everyone")).hasSize(1);
  }

  @Test
  void inTheCsvNothingBeginsAFormulaAndAllElseIsAsItWas() throws IOException {
    List<CSVRecord> records =
        CSVFormat.RFC4180.parse(new StringReader(RiskCsv.of(hostile()))).getRecords();
    int name = records.get(0).toList().indexOf("account_name");

    assertThat(records).hasSize(HOSTILE.size() + 1);
    for (int i = 0; i < HOSTILE.size(); i++) {
      String field = records.get(i + 1).get(name);
      assertThat(field.stripLeading()).doesNotMatch("(?s)[=+\\-@].*");
      assertThat(field).isIn(HOSTILE.get(i), "'" + HOSTILE.get(i));
    }
    assertThat(records.get(1).get(records.get(0).toList().indexOf("available_to_renew_arr")))
        .isEqualTo("1200.00");
  }

  private static String part(byte[] workbook, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return new String(in.readAllBytes(), UTF_8);
        }
      }
      throw new AssertionError("no " + name);
    }
  }
}
