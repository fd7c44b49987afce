package dev.bellwether.publish;

import static dev.bellwether.publish.Fixture.HEALTH;
import static dev.bellwether.publish.Fixture.JULY;
import static dev.bellwether.publish.Fixture.JUNE;
import static dev.bellwether.publish.Fixture.RISK;
import static dev.bellwether.publish.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.reading.HomeTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes whose names mean something to URIs, globs or shells work as any other. */
class OddHomesTest extends SparkTest {
  @TempDir Path parent;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Kunden Müller 漢字 🦊",
        "a%20b#c?d",
        "a[1]{b,c}*",
        "a\"b'c`d|<e>",
        "a\\b;c&d=e+f$g",
        "a:b~(c)!@^"
      })
  void tablesAndPublicationsLieInTheHomeAndNowhereElse(String name) throws IOException {
    String home = parent.resolve(name).toString();
    Warehouse warehouse = new Warehouse(spark(), home);
    warehouse.append("publication", publication("2026-06-30-1"));
    warehouse.replaceWhere(
        "publication", publication("2026-07-31-1"), "publication_id", List.of("'2026-07-31-1'"));
    Map<String, Dataset<Row>> tables =
        Map.of(
            "account_health", table(HEALTH, "2026-06-30 | a | 50 | 10", "2026-07-31 | a | 60 | 10"),
            "renewal_risk", table(RISK, "2026-06-30 | a | 1"));
    new Publisher(
            spark(),
            home,
            contract -> tables.get(contract.name()),
            IntegrityChecks::check,
            (night, ofTheRun, files) -> {
              assertThat(
                      new HomeTables(home, ofTheRun, new Configuration())
                          .published("account_health", JUNE))
                  .hasSize(1);
              files.add("report/index.html", new byte[3]);
            })
        .publish(request(false, Optional.empty(), JUNE, JULY));

    assertThat(warehouse.read("publication").count()).isEqualTo(2);
    assertThat(new HomeTables(home, new Configuration()).stored("publication")).hasSize(2);
    assertThat(new HomeTables(home, new Configuration()).published("renewal_risk", JUNE))
        .hasSize(1);
    Publications.read(home, new Configuration()).checkFiles(new PublicationId(JULY, 1));
    assertThat(Publications.read(home, new Configuration()).current())
        .contains(new PublicationId(JULY, 1));
    try (Stream<Path> siblings = Files.list(parent)) {
      assertThat(siblings.map(path -> path.getFileName().toString())).containsExactly(name);
    }
    try (Stream<Path> inHome = Files.list(parent.resolve(name))) {
      assertThat(inHome.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("published", "warehouse");
    }
  }

  private static Dataset<Row> publication(String id) {
    Row row = RowFactory.create(id, "run", Date.valueOf(JUNE), 1, new Timestamp(0), "hash");
    return spark().createDataFrame(List.of(row), Contracts.of("publication").schema());
  }
}
