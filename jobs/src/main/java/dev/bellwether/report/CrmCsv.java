package dev.bellwether.report;

import static java.util.stream.Collectors.toMap;

import dev.bellwether.marts.churn.Horizons;
import dev.bellwether.reading.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Every account that is or was lately a customer, as a CRM takes it by its own id: score, band,
 * chance of churn, and of those on the list reasons and the next action. An empty field is unknown,
 * or there is none, so that what was written into the CRM on an earlier night is emptied. Ids keep
 * their text, since a CRM finds its records by them.
 */
final class CrmCsv {
  private static final List<String> STATUSES = List.of("customer", "signed", "lapsed", "churned");
  private static final List<String> COLUMNS =
      List.of(
          "external_id",
          "as_of_date",
          "status",
          "score",
          "band",
          "churn_probability",
          "expected_arr_loss",
          "decision_date",
          "reason_1",
          "reason_2",
          "reason_3",
          "next_action",
          "next_action_due_on");

  private final NightTables tables;
  private final Map<String, TableRow> listed;
  private final Map<String, TableRow> predictions;

  /**
   * @param windowDays how many days ahead a decision is listed: by whose end churn is told
   */
  CrmCsv(NightTables tables, int windowDays) {
    this.tables = tables;
    this.listed = byAccount(tables.published("renewal_risk").stream());
    int horizon = Horizons.covering(windowDays);
    this.predictions =
        byAccount(
            tables.published("churn_prediction").stream()
                .filter(row -> row.count("horizon_days") == horizon));
  }

  /** The file's text (RFC 4180), by account. */
  String text() {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      csv.printRecord(COLUMNS);
      for (TableRow health : accounts()) {
        csv.printRecord(record(health));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private List<TableRow> accounts() {
    return tables.published("account_health").stream()
        .filter(row -> row.text("status").filter(STATUSES::contains).isPresent())
        .sorted(Comparator.comparing(row -> row.required("account_id")))
        .toList();
  }

  private List<Object> record(TableRow health) {
    String account = health.required("account_id");
    Optional<TableRow> listing = Optional.ofNullable(listed.get(account));
    Optional<TableRow> prediction = Optional.ofNullable(predictions.get(account));
    Stream<Optional<?>> fields =
        Stream.of(
            Optional.of(account),
            Optional.of(tables.asOf()),
            health.text("status"),
            health.number("score").stream().boxed().findFirst(),
            health.text("band"),
            listing.isPresent()
                ? listing.flatMap(row -> plain(row, "churn_probability"))
                : prediction.flatMap(row -> plain(row, "probability")),
            listing.flatMap(row -> plain(row, "expected_arr_loss")),
            listing.flatMap(row -> row.date("decision_date")),
            listing.flatMap(row -> row.text("reason_1")).map(CellText::guarded),
            listing.flatMap(row -> row.text("reason_2")).map(CellText::guarded),
            listing.flatMap(row -> row.text("reason_3")).map(CellText::guarded),
            listing.flatMap(row -> row.text("action_text")).map(CellText::guarded),
            listing.flatMap(row -> row.date("action_due_on")));
    return fields.map(field -> (Object) field.map(Object::toString).orElse("")).toList();
  }

  private static Optional<String> plain(TableRow row, String column) {
    return row.decimal(column).map(BigDecimal::toPlainString);
  }

  private static Map<String, TableRow> byAccount(Stream<TableRow> rows) {
    return rows.collect(toMap(row -> row.required("account_id"), Function.identity()));
  }
}
