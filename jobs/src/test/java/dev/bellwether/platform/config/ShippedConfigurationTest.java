package dev.bellwether.platform.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedConfigurationTest {
  private static final Path DEFAULTS = Path.of("src/main/resources/bellwether-defaults.yaml");
  private static final Path SETTINGS = Path.of("../conf/bellwether.yaml");

  @TempDir Path folder;

  @Test
  void everySettingHasACommentInTheDefaults() throws IOException {
    String text = Files.readString(DEFAULTS);
    for (String key : SettingKeys.keys()) {
      String name = key.substring(key.indexOf('.') + 1);
      boolean commented =
          text.matches("(?s).*\\n *# [^\\n]+\\n *" + name + ":.*")
              || text.contains("# " + key + ": no default.");
      assertThat(commented).as(key).isTrue();
    }
  }

  @Test
  void shippedSettingsAreValidAndSoAreTheirExamples() throws IOException {
    ConfFixture conf = new ConfFixture(folder);
    String shipped = Files.readString(SETTINGS);
    assertThat(conf.settings(shipped).load().settings().currency()).isEqualTo("USD");
    String examples = shipped.replaceAll("(?m)^# (?=( |[a-z_]+:))", "");
    assertThat(conf.settings(examples).load().settings().currency()).isEqualTo("EUR");
  }

  @Test
  void onlyConfigUsesTheConfigurationLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.bellwether.platform.config")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.configuration2..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.bellwether"));
  }
}
