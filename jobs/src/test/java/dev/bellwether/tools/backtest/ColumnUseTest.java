package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnUseTest {

  private static ColumnUse use(String name, IntFunction<Object> cell) {
    return ColumnUse.of(name, Arrays.asList(IntStream.range(0, 200).mapToObj(cell).toArray()), 200);
  }

  private static ColumnUse.Kind kind(String name, IntFunction<Object> cell) {
    return use(name, cell).kind();
  }

  @Test
  void numbersInTextAreNumbersAlsoWithBlanksAndWordsForUnknown() {
    assertThat(kind("total", i -> i % 9 == 0 ? " " : i % 7 == 0 ? "NA" : "" + i % 50 + ".5"))
        .isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(kind("total", i -> i == 3 ? "oops" : "" + i % 50)).isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(kind("total", i -> i % 9 == 3 ? "many" : "" + i % 50))
        .isEqualTo(ColumnUse.Kind.CATEGORY);
  }

  @Test
  void absurdAndUnlimitedNumbersAreUnknown() {
    ColumnUse use =
        use("ratio", i -> i % 9 == 0 ? Double.POSITIVE_INFINITY : i % 7 == 0 ? "1e39" : i % 50);
    assertThat(use.kind()).isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(use.number(Double.NEGATIVE_INFINITY, Double.NaN)).isNaN();
    assertThat(use.number("-1e39", Double.NaN)).isNaN();
    assertThat(kind("ratio", i -> i % 9 == 0 ? "-inf" : "" + i % 50))
        .isEqualTo(ColumnUse.Kind.NUMBER);
  }

  @Test
  void aDecimalCommaIsRead() {
    ColumnUse use = use("price", i -> i % 3 == 0 ? "" + i % 50 : i % 50 + ",25");
    assertThat(use.kind()).isEqualTo(ColumnUse.Kind.NUMBER_WITH_COMMA);
    assertThat(use.number("-12,5", Double.NaN)).isEqualTo(-12.5);
    assertThat(use.number("7", Double.NaN)).isEqualTo(7);
    assertThat(kind("price", i -> i % 3 == 0 ? "" + i : i + ",250"))
        .isNotEqualTo(ColumnUse.Kind.NUMBER_WITH_COMMA);
  }

  @Test
  void truthDatesAndCategoriesAreTold() {
    assertThat(kind("partner", i -> i % 2 == 0 ? "Yes" : "No")).isEqualTo(ColumnUse.Kind.TRUTH);
    assertThat(kind("partner", i -> i % 2 == 0)).isEqualTo(ColumnUse.Kind.TRUTH);
    assertThat(kind("signup", i -> "2025-01-" + (10 + i % 20))).isEqualTo(ColumnUse.Kind.DATE);
    assertThat(kind("lines", i -> i % 3 == 0 ? "Yes" : i % 3 == 1 ? "No" : "No service"))
        .isEqualTo(ColumnUse.Kind.CATEGORY);
  }

  @Test
  void idsAreLeftOut() {
    assertThat(use("customerID", i -> "C-" + i).reason()).contains("200 different values");
    assertThat(use("RowNumber", i -> i).reason()).contains("numbers the rows");
    List<Object> sample = IntStream.range(0, 200).<Object>mapToObj(i -> i * 50).toList();
    assertThat(ColumnUse.of("Unnamed: 0", sample, 10_000).reason()).contains("numbers the rows");
    assertThat(use("account_id", i -> "" + i % 60).reason()).contains("numbers the rows");
    assertThat(kind("area_code", i -> "" + i % 3)).isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(kind("balance", i -> i + 0.25)).isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(kind("paid", i -> i % 150)).isEqualTo(ColumnUse.Kind.NUMBER);
    assertThat(kind("cents", i -> i * 1709L)).isEqualTo(ColumnUse.Kind.NUMBER);
  }

  @Test
  void whatNeverVariesIsLeftOutButAFlagOfKnownRowsIsNot() {
    assertThat(use("country", i -> "DE").reason()).contains("same in every row");
    assertThat(use("empty", i -> i % 2 == 0 ? null : " ").reason()).contains("empty");
    assertThat(kind("reason", i -> i % 2 == 0 ? null : "x")).isEqualTo(ColumnUse.Kind.CATEGORY);
    assertThat(use("list", i -> org.apache.spark.sql.RowFactory.create(i)).reason())
        .contains("documents");
  }

  @Test
  void cellsAreReadByWhatTheyAre() {
    assertThat(Cells.number("1e3")).isEqualTo(1000);
    assertThat(List.of("12f", "Infinity", "NaN", "0x10", ""))
        .allSatisfy(text -> assertThat(Cells.number(text)).isNaN());
    assertThat(Cells.days("1970-01-03")).isEqualTo(2);
    assertThat(Cells.days("1970-02")).isEqualTo(31);
    assertThat(Cells.days("1970-01-02 12:00:00")).isCloseTo(1.5, within(1e-9));
    assertThat(Cells.days("1970-01-02T00:00:00-12:00")).isCloseTo(1.5, within(1e-9));
    assertThat(Cells.days(Date.valueOf("1970-01-02"))).isEqualTo(1);
    assertThat(Cells.days(Timestamp.valueOf("1970-01-02 06:00:00"))).isCloseTo(1.25, within(0.6));
    assertThat(Cells.days("12-2025")).isNaN();
  }

  @Test
  void aDateIsHowLongBeforeItsRow() {
    ColumnUse signup = use("signup", i -> "2025-01-" + (10 + i % 20));
    assertThat(signup.number("2025-01-10", Cells.days("2025-02-10"))).isEqualTo(31);
    assertThat(signup.number("1970-01-10", Double.NaN)).isEqualTo(9);
  }
}
