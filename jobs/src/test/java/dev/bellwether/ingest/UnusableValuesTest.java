package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Unusable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For every optional column of every staging contract, a value that cannot be used: it refuses its
 * row by name or is unknown, as the contract says, and is never read as absent.
 */
class UnusableValuesTest extends SparkTest {
  /** A row whose values are sound but for one. */
  private record Case(Contract table, Column column, String value, String key) {}

  @TempDir static Path folder;
  private static final List<Case> CASES = cases();
  private static RawFolder raw;

  @BeforeAll
  static void ingestOnce() {
    raw = new RawFolder(folder, spark());
    StringBuilder inputs = new StringBuilder("name: mine\ninputs:\n");
    StringBuilder tables = new StringBuilder("tables:\n");
    for (Contract table : staging()) {
      String name = table.name();
      inputs.append("  %s: {format: csv, path: %s.csv, mode: snapshot}%n".formatted(name, name));
      tables.append("  %s: {select: SELECT * FROM %s}%n".formatted(name, name));
      raw.file("raw/" + name + ".csv", lines(table).toArray(String[]::new));
    }
    raw.file("conf/sources/mine/source.yaml", inputs + "" + tables);
    raw.ingest("2026-06-30", null);
  }

  @Test
  void thereAreCasesOfBothKinds() {
    assertThat(CASES)
        .extracting(c -> c.column().unusable())
        .contains(Unusable.REFUSE, Unusable.UNKNOWN);
    assertThat(CASES.size()).isGreaterThan(40);
  }

  @Test
  void unusableValueRefusesItsRowByNameOrIsUnknown() {
    Map<String, String> refused = new TreeMap<>();
    for (Row row : raw.warehouse.read("quarantine").collectAsList()) {
      refused.merge(row.getAs("raw"), row.getAs("reason"), (a, b) -> a + b);
    }
    Map<String, List<Row>> accepted =
        staging().stream()
            .collect(
                Collectors.toMap(
                    Contract::name, t -> raw.warehouse.read(t.name()).collectAsList()));
    Map<String, String> warnings =
        raw.warehouse.read("input_warning").collectAsList().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.getAs("table"),
                    Collectors.mapping(row -> row.getAs("reason"), Collectors.joining("; "))));
    for (Case some : CASES) {
      String name = some.table().name() + "." + some.column().name() + "=" + some.value();
      List<Row> rows =
          accepted.get(some.table().name()).stream()
              .filter(row -> some.key().equals(row.getAs(some.table().key().get(0))))
              .toList();
      if (some.column().unusable() == Unusable.REFUSE) {
        assertThat(rows).as(name).isEmpty();
        assertThat(refused)
            .as(name)
            .anySatisfy(
                (raw, reason) -> {
                  assertThat(raw).contains("\"" + some.key() + "\"");
                  assertThat(reason).contains(some.column().name());
                });
      } else {
        assertThat(rows).as(name).hasSize(1);
        assertThat(rows.get(0).<Object>getAs(some.column().name())).as(name).isNull();
        assertThat(warnings.get(some.table().name())).as(name).contains(some.column().name());
      }
    }
  }

  @Test
  void whatAnUnusableValueDatesIsUnknownToo() {
    raw.file(
        "raw/tickets.csv",
        "ticket_id,account_id,created_at,last_solved_at,csat_score,csat_at",
        "t1,a,2026-01-05T10:00:00Z,2026-01-06T10:00:00Z,5,lately");
    raw.ingest("2026-07-01", "2026-06-30");
    Row ticket = raw.warehouse.read("tickets").where("ticket_id = 't1'").first();
    assertThat(ticket.<Object>getAs("csat_score")).isNull();
  }

  private static List<Contract> staging() {
    return Contracts.all().stream().filter(table -> table.layer().equals("staging")).toList();
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Contract table : staging()) {
      for (Column column : table.columns()) {
        if (!column.required() && column.unusable() != Unusable.NEVER) {
          for (String value : unusable(column)) {
            cases.add(new Case(table, column, value, "k" + cases.size()));
          }
        }
      }
    }
    return cases;
  }

  private static List<String> unusable(Column column) {
    List<String> values = new ArrayList<>(List.of("unusable!"));
    if (column.minimum() != null) {
      values.add(new BigDecimal(column.minimum()).subtract(BigDecimal.ONE).toPlainString());
    }
    if (column.maximum() != null) {
      values.add(new BigDecimal(column.maximum()).add(BigDecimal.ONE).toPlainString());
    }
    if (column.type() instanceof DateType || column.type() instanceof TimestampType) {
      values.addAll(List.of("45292", "2025", "2025-06", "31/03/2026", "1899-12-31", "2201-01-01"));
      values.addAll(List.of("1900-01-01", "1970-01-01T00:00:00Z", "2026-06-01 10:00:00 BST"));
    }
    if (column.type() instanceof BooleanType) {
      values.addAll(List.of("trialing", "2"));
    }
    return values;
  }

  /** A header, and a row for each case of the table. */
  private static List<String> lines(Contract table) {
    List<String> lines = new ArrayList<>();
    lines.add(
        table.columns().stream().map(UnusableValuesTest::given).collect(Collectors.joining(",")));
    lines.add(line(table, "sound", null, ""));
    CASES.stream()
        .filter(some -> some.table().name().equals(table.name()))
        .forEach(some -> lines.add(line(table, some.key(), some.column(), some.value())));
    return lines;
  }

  private static String line(Contract table, String key, Column unusable, String value) {
    return table.columns().stream()
        .map(
            column -> {
              if (column.equals(unusable)) {
                return value;
              }
              boolean isKey = column.name().equals(table.key().get(0));
              return column.required() ? sound(column, isKey ? key : "x") : "";
            })
        .collect(Collectors.joining(","));
  }

  private static String sound(Column column, String text) {
    if (column.type() instanceof StringType) {
      return column.validValues().isEmpty() ? text : column.validValues().get(0);
    }
    if (column.type() instanceof DateType) {
      return "2026-01-05";
    }
    return column.type() instanceof TimestampType ? "2026-01-05T10:00:00Z" : "1";
  }

  private static String given(Column column) {
    return column.hashedFrom() == null ? column.name() : column.hashedFrom();
  }
}
