package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import dev.bellwether.publish.PublishedTables;
import dev.bellwether.tools.export.HomeContracts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on a handful of accounts; the tests follow one home through its life. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT extends SparkTest {
  private static final String[] NIGHTS = {"2026-02-14", "2026-02-28"};
  private static final int TABLES = 18;

  @TempDir static Path raw;
  @TempDir static Path atOnce;
  @TempDir static Path oneByOne;
  private static SmallCompany company;

  @Test
  @Order(1)
  void manyNightsAtOnceEqualTheSameNightsOneByOne() {
    company = new SmallCompany(raw);
    oneByOne = oneByOne.resolve("Müller, 50%25 [a]{b} #1?"); // every step takes it
    company.run(spark(), atOnce, NIGHTS);
    for (String night : NIGHTS) {
      company.run(spark(), oneByOne, night);
    }

    assertThat(SmallCompany.hashes(atOnce)).hasSize(NIGHTS.length * TABLES);
    assertThat(SmallCompany.hashes(oneByOne)).isEqualTo(SmallCompany.hashes(atOnce));
    assertThat(lastFiles(atOnce)).containsKey("report/index.html").isEqualTo(lastFiles(oneByOne));
  }

  @Test
  @Order(2)
  void contractsNameTheFilesOfTheLatestNightAndWhatIsInThem() throws IOException {
    Map<String, String> contracts =
        HomeContracts.of(PublishedTables.of(atOnce.toString(), new Configuration()));

    assertThat(contracts).hasSize(TABLES);
    for (String text : contracts.values()) {
      JsonNode contract = new YAMLMapper().readTree(text);
      JsonNode server = contract.at("/servers/0");
      assertThat(server.get("type").textValue()).isEqualTo("local");
      assertThat(server.get("path").textValue()).contains(NIGHTS[1] + "-1/");
      assertThat(columns(spark().read().parquet(server.get("path").textValue())))
          .as(contract.get("name").textValue())
          .containsExactlyElementsOf(declared(contract.at("/schema/0/properties")));
    }
  }

  private static List<String> columns(Dataset<Row> files) {
    return Arrays.stream(files.schema().fields())
        .map(field -> field.name() + " " + field.dataType().catalogString())
        .toList();
  }

  private static List<String> declared(JsonNode properties) {
    List<String> declared = new ArrayList<>();
    properties.forEach(
        column ->
            declared.add(
                column.get("name").textValue() + " " + column.get("physicalType").textValue()));
    return declared;
  }

  @Test
  @Order(3)
  void everyAccountHasOneRowOfHealthPerNightAndAFrozenOneKeepsItsScore() {
    Warehouse warehouse = new Warehouse(spark(), atOnce.toString());
    List<Row> beta =
        warehouse
            .read("account_health")
            .where("account_id = 'b'")
            .orderBy("as_of_date")
            .collectAsList();

    assertThat(warehouse.read("account_health").where("as_of_date = '2026-02-28'").count())
        .isEqualTo(4);
    assertThat(beta)
        .extracting(row -> row.<String>getAs("status"))
        .as("its service ended on 15 January; after 31 days that is churn")
        .containsExactly("customer", "customer", "lapsed", "lapsed", "churned");
    assertThat(beta.subList(1, 5))
        .extracting(row -> row.<Double>getAs("score"))
        .containsOnly(beta.get(1).<Double>getAs("score"));
  }

  /** What the last night has beside its tables: its pages are equal to the byte. */
  private static Map<String, Manifest.OtherFile> lastFiles(Path home) {
    return Publications.read(home.toString(), new Configuration())
        .latest(LocalDate.parse(NIGHTS[1]))
        .orElseThrow()
        .files();
  }

  @Test
  @Order(3)
  void rowsThatComeLaterChangeNothingThatIsPublished() {
    company.usage("late", "2026-01-09", "2026-02-27");
    company.file(
        "invoices.csv",
        "invoice_id,account_id,issued_on,due_on,amount,paid_on",
        "i1,a,2025-12-01,2025-12-15,100.50,2025-12-14",
        "i2,a,2026-01-01,2026-01-15,100.50,2026-01-10",
        "i3,c,2026-01-01,2026-01-31,1000,");

    List<Published> again = company.run(spark(), atOnce, "2026-02-28");

    assertThat(again).extracting(Published::status).containsExactly(Published.Status.VERIFIED);
  }

  @Test
  @Order(4)
  void aPublishedNightThatWouldChangeIsRefusedUnlessItIsRepublished() {
    var changed = company.configuration(oneByOne, "churn.shrinkage=7", "renewals.window_days=9");
    assertThatThrownBy(() -> company.run(spark(), oneByOne, false, changed, "2026-02-28"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("2026-02-28")
        .hasMessageContaining("--republish");
    assertThat(SmallCompany.hashes(oneByOne)).hasSize(NIGHTS.length * TABLES);

    List<Published> corrected = company.run(spark(), oneByOne, true, changed, "2026-02-28");

    assertThat(corrected).extracting(one -> one.id().toString()).containsExactly("2026-02-28-2");
  }

  @Test
  @Order(5)
  void aDateBeforeAllDataIsAnErrorThatNamesTheFirstDay() {
    assertThatThrownBy(() -> company.run(spark(), atOnce, "2019-01-31"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("before all data")
        .hasMessageContaining("2025-11-01");
  }

  @Test
  @Order(6)
  void aSecondRunOfTheSameHomeIsRefusedWhileOneGoesOn() {
    try (HomeLock held = HomeLock.take(atOnce.toString(), new Configuration())) {
      assertThatThrownBy(() -> company.run(spark(), atOnce, "2026-02-28"))
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("is in use");
    }
  }

  @Test
  @Order(7)
  void aHomeOfBeforeATableHadAColumnGoesOn() {
    Warehouse warehouse = new Warehouse(spark(), atOnce.toString());
    Map<String, String> gained =
        Map.of(
            "account_features", "renewal_term_months",
            "churn_model", "population",
            "churn_prediction", "decides",
            "prediction_outcome", "model_id");
    gained.forEach(
        (table, column) -> warehouse.replaceAll(table, warehouse.read(table).drop(column)));

    List<Published> next = company.run(spark(), atOnce, "2026-03-01");

    assertThat(next).extracting(Published::status).containsExactly(Published.Status.PUBLISHED);
    assertThat(warehouse.read("churn_prediction").where("decides IS NULL").count()).isPositive();
    assertThat(
            warehouse
                .read("churn_prediction")
                .where("as_of_date = '2026-03-01' AND decides IS NULL")
                .count())
        .isZero();
  }
}
