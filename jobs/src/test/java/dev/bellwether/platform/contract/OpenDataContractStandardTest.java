package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenDataContractStandardTest {
  private static final Path FOLDER = Path.of("..", "schemas");
  private static final JsonSchema STANDARD = standard();

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyContractIsValidByTheStandard(String file) throws IOException {
    assertThat(problems(Files.readString(FOLDER.resolve(file)))).isEmpty();
  }

  @Test
  void theStandardRefusesWhatItDoesNotKnow() throws IOException {
    String yaml = ContractFixtures.RATINGS_YAML;

    assertThat(problems(yaml)).isEmpty();
    assertThat(problems(yaml.replace("logicalType: string", "logicalType: text"))).isNotEmpty();
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> FOLDER.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Set<ValidationMessage> problems(String yaml) throws IOException {
    return STANDARD.validate(new YAMLMapper().readTree(yaml));
  }

  private static JsonSchema standard() {
    // the standard has keywords of its own, which the library mentions one by one
    Configurator.setLevel("com.networknt", Level.ERROR);
    String file = "/odcs/odcs-json-schema-v3.1.0.json";
    try (InputStream json = OpenDataContractStandardTest.class.getResourceAsStream(file)) {
      return JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
