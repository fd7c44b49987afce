package dev.bellwether.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublishedTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeContractsTest {
  private static final Contract BOOK = Contracts.of("csm_book");

  @ParameterizedTest
  @CsvSource({
    "file:///data/a [b]: \"c\"/2026-02-14-1/csm_book, local, path, '/data/a [[]b]: \"c\"/2026-02-14-1/csm_book/*.parquet'",
    "s3a://bucket/home/2026-02-14-1/csm_book, s3, location, s3://bucket/home/2026-02-14-1/csm_book/*.parquet"
  })
  void aServerNamesTheFilesOfTheLatestNight(String folder, String type, String key, String expected)
      throws IOException {
    Map<String, String> files = HomeContracts.of(List.of(table(Optional.of(folder))));

    assertThat(files).containsOnlyKeys("csm_book.yaml");
    JsonNode contract = new YAMLMapper().readTree(files.get("csm_book.yaml"));
    assertThat(contract.at("/servers/0/type").textValue()).isEqualTo(type);
    assertThat(contract.at("/servers/0").get(key).textValue()).isEqualTo(expected);
    assertThat(contract.at("/schema/0/properties")).hasSize(BOOK.columns().size());
    assertValidByTheStandard(contract);
  }

  @Test
  void aTableThatTheLatestNightLacksHasNone() {
    assertThat(HomeContracts.of(List.of(table(Optional.empty())))).isEmpty();
  }

  @Test
  void storageThatTheStandardDoesNotKnowIsNamed() {
    String folder = "hdfs://name/home/2026-02-14-1/csm_book";
    assertThatThrownBy(() -> HomeContracts.of(List.of(table(Optional.of(folder)))))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining(folder);
  }

  private static PublishedTable table(Optional<String> current) {
    return new PublishedTable(BOOK, List.of("any"), current, BOOK.columns());
  }

  private static void assertValidByTheStandard(JsonNode contract) throws IOException {
    // the standard has keywords of its own, which the library mentions one by one
    Configurator.setLevel("com.networknt", Level.ERROR);
    String file = "/odcs/odcs-json-schema-v3.1.0.json";
    try (InputStream json = HomeContractsTest.class.getResourceAsStream(file)) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(json).validate(contract))
          .isEmpty();
    }
  }
}
