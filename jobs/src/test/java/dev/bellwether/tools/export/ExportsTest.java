package dev.bellwether.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private static final List<String> COLUMNS =
      List.of("account_id", "name", "score", "arr", "since");
  private static final List<TableRow> ROWS =
      List.of(
          new TableRow(
              Map.of(
                  "account_id",
                  "a",
                  "name",
                  "=SUM(A1), \"Ltd\"",
                  "score",
                  74.5,
                  "arr",
                  new BigDecimal("1E+5"),
                  "since",
                  LocalDate.of(2026, 1, 2))),
          new TableRow(Map.of("account_id", "b")));

  @Test
  void csvKeepsTextsFromBeingFormulas() {
    Map<String, String> files = Exports.csv("account_health", ROWS, Fields.of(List.of(), COLUMNS));

    assertThat(files)
        .containsExactly(
            Map.entry(
                "account_health.csv",
                "account_id,name,score,arr,since\r\n"
                    + "a,\"'=SUM(A1), \"\"Ltd\"\"\",74.5,100000,2026-01-02\r\n"
                    + "b,,,,\r\n"));
  }

  @Test
  void salesforceTakesFieldsByItsNamesAndNullsInItsWay() {
    Fields fields = Fields.of(List.of("account_id=Id__c", "score=Health__c"), COLUMNS);

    Map<String, String> files = Exports.salesforce("Account", "account_id", ROWS, fields);

    assertThat(files).containsOnlyKeys("job.json", "part-00001.csv");
    assertThat(Json.tree(Json.read("job", files.get("job.json"), Map.class)))
        .isEqualTo(
            Json.tree(
                Map.of(
                    "object",
                    "Account",
                    "operation",
                    "upsert",
                    "externalIdFieldName",
                    "Id__c",
                    "contentType",
                    "CSV",
                    "columnDelimiter",
                    "COMMA",
                    "lineEnding",
                    "LF")));
    assertThat(files.get("part-00001.csv")).isEqualTo("Id__c,Health__c\na,74.5\nb,\"#N/A\"\n");
  }

  @Test
  void salesforcesFilesEndWhereItsJobsDo() {
    List<TableRow> many =
        IntStream.rangeClosed(0, Exports.ROWS_OF_A_JOB)
            .mapToObj(i -> new TableRow(Map.of("account_id", "a" + i)))
            .toList();
    Map<String, String> files =
        Exports.salesforce(
            "Account", "account_id", many, Fields.of(List.of("account_id"), COLUMNS));

    assertThat(files).containsOnlyKeys("job.json", "part-00001.csv", "part-00002.csv");
    assertThat(files.get("part-00002.csv"))
        .isEqualTo("account_id\na" + Exports.ROWS_OF_A_JOB + "\n");
  }

  @Test
  void hubspotTakesAHundredRecordsARequest() {
    List<TableRow> many =
        IntStream.rangeClosed(0, Exports.RECORDS_OF_A_REQUEST)
            .mapToObj(i -> new TableRow(Map.of("account_id", "a" + i)))
            .toList();
    Fields fields = Fields.of(List.of("account_id=key", "score=health"), COLUMNS);

    Map<String, String> files = Exports.hubspot("account_id", many, fields);

    assertThat(files).containsOnlyKeys("part-00001.json", "part-00002.json");
    assertThat(Json.tree(Json.read("part", files.get("part-00002.json"), Map.class)))
        .isEqualTo(
            Json.tree(
                Map.of(
                    "inputs",
                    List.of(
                        Map.of(
                            "idProperty",
                            "key",
                            "id",
                            "a100",
                            "properties",
                            Map.of("key", "a100", "health", ""))))));
  }

  @Test
  void aColumnThatIsNotThereOrTheKeyThatIsLeftOutIsToldByName() {
    assertThatThrownBy(() -> Fields.of(List.of("scor=x"), COLUMNS))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("scor", "account_id, name, score");
    assertThatThrownBy(
            () -> Exports.hubspot("account_id", ROWS, Fields.of(List.of("score"), COLUMNS)))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("account_id", "--columns");
  }
}
