package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;

/** Compares files as they lie in storage, by their footers, with what they are to hold. */
final class FooterCheck {
  private static final String AS_OF_DATE = "as_of_date";
  private final Storage storage;
  private final Configuration configuration;

  FooterCheck(Storage storage) {
    this.storage = storage;
    this.configuration = storage.configuration();
  }

  /**
   * Checks the files just written for one table and date: rows, schema, as-of date, and of the
   * contract the required columns and the least and greatest values.
   *
   * @param folder the publication's folder
   * @param files the files, relative to it
   * @return the files with their rows and sizes
   * @throws BellwetherException that names the file and the difference
   */
  List<Manifest.DataFile> checkWritten(
      String folder, List<String> files, Contract contract, LocalDate date, long expectedRows) {
    List<Manifest.DataFile> checked = new ArrayList<>();
    long rows = 0;
    for (String file : files) {
      String path = folder + "/" + file;
      Footer footer = Footer.read(storage.location(path), configuration);
      requireSchema(path, Manifest.Field.of(contract), footer);
      requireDate(path, date, footer);
      contract.columns().forEach(column -> requireAllowed(path, column, footer));
      checked.add(
          new Manifest.DataFile(file, footer.rows(), storage.size(path), storage.sha256(path)));
      rows += footer.rows();
    }
    if (rows != expectedRows) {
      String all = storage.location(folder + "/" + contract.name());
      throw broken(all, "its files hold " + rows + " rows instead of " + expectedRows);
    }
    return checked;
  }

  /** Checks a file of a published table by what its footer says, where no hash of it was kept. */
  void checkPublished(String folder, LocalDate date, Manifest.Table table, Manifest.DataFile file) {
    String path = folder + "/" + file.path();
    Footer footer = Footer.read(storage.location(path), configuration);
    require(path, "rows", file.rows(), footer.rows());
    requireSchema(path, table.schema(), footer);
    requireDate(path, date, footer);
  }

  private void requireSchema(String path, List<Manifest.Field> expected, Footer footer) {
    if (!footer.schema().equals(expected)) {
      List<Manifest.Field> missing = new ArrayList<>(expected);
      missing.removeAll(footer.schema());
      List<Manifest.Field> unexpected = new ArrayList<>(footer.schema());
      unexpected.removeAll(expected);
      throw broken(
          storage.location(path),
          missing.isEmpty() && unexpected.isEmpty()
              ? "its columns are in another order than " + expected
              : "its columns lack " + missing + " and add " + unexpected);
    }
  }

  private void requireDate(String path, LocalDate date, Footer footer) {
    if (footer.rows() == 0) {
      return;
    }
    Footer.Range range = footer.ranges().get(AS_OF_DATE);
    BigDecimal day = BigDecimal.valueOf(date.toEpochDay());
    if (range == null || differs(day, range.minimum()) || differs(day, range.maximum())) {
      throw broken(
          storage.location(path),
          "its as_of_date goes from "
              + day(range, true)
              + " to "
              + day(range, false)
              + " instead of being "
              + date);
    }
  }

  private static boolean differs(BigDecimal expected, BigDecimal found) {
    return found == null || expected.compareTo(found) != 0;
  }

  private static String day(Footer.Range range, boolean least) {
    BigDecimal day = range == null ? null : least ? range.minimum() : range.maximum();
    return day == null ? "unknown" : LocalDate.ofEpochDay(day.longValueExact()).toString();
  }

  private void requireAllowed(String path, Column column, Footer footer) {
    Footer.Range range = footer.ranges().get(column.name());
    if (range == null) {
      return;
    }
    if (column.required() && range.nulls() > 0) {
      throw broken(
          storage.location(path),
          "required column " + column.name() + " holds " + range.nulls() + " nulls");
    }
    BigDecimal least = bound(column, column.minimum());
    BigDecimal greatest = bound(column, column.maximum());
    if (least != null && range.minimum() != null && range.minimum().compareTo(least) < 0) {
      throw outside(path, column, "minimum", column.minimum(), range.minimum());
    }
    if (greatest != null && range.maximum() != null && range.maximum().compareTo(greatest) > 0) {
      throw outside(path, column, "maximum", column.maximum(), range.maximum());
    }
  }

  private static BigDecimal bound(Column column, String text) {
    if (text == null) {
      return null;
    } else if (column.type() instanceof DateType) {
      return BigDecimal.valueOf(LocalDate.parse(text).toEpochDay());
    }
    return column.type() instanceof NumericType ? new BigDecimal(text) : null;
  }

  private BellwetherException outside(
      String path, Column column, String which, String bound, BigDecimal found) {
    return broken(
        storage.location(path),
        "column " + column.name() + " has " + which + " " + found + ", its contract " + bound);
  }

  private void require(String path, String what, long expected, long found) {
    if (expected != found) {
      throw broken(
          storage.location(path), "it has " + found + " " + what + " instead of " + expected);
    }
  }

  static BellwetherException broken(String location, String difference) {
    return BellwetherException.data(
        "published file " + location + " is not what was to be published",
        difference,
        "check the disk; a file just written is written again by the next run, a changed one needs"
            + " its backup, or --republish");
  }
}
