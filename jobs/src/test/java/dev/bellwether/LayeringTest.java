package dev.bellwether;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;

/** Lower packages do not import upper ones, and each outside thing is touched in one place. */
@AnalyzeClasses(packages = "dev.bellwether", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  /** From the top: a layer may use those below it. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("demo"),
          List.of("cli"),
          List.of("backtest"),
          List.of("preview"),
          List.of("pipeline"),
          List.of("publish"),
          List.of("renewals"),
          List.of("churn"),
          List.of("prediction"),
          List.of("health"),
          List.of("trackrecord"),
          List.of("features"),
          List.of("activity", "tickets", "billing", "relationship"),
          List.of("ingest"),
          List.of("step"),
          List.of("warehouse"),
          List.of("asof"),
          List.of("config"),
          List.of("contract"));

  @ArchTest static final ArchRule lowerPackagesDoNotImportUpperOnes = layers();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices().matching("dev.bellwether.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyConfigReadsConfiguration =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage("dev.bellwether.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.configuration2..");

  @ArchTest
  static final ArchRule onlyTheCommandLineUsesPicocli =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackages("dev.bellwether.cli..", "dev.bellwether.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  private static LayeredArchitecture layers() {
    LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (List<String> layer : LAYERS) {
      String[] packages =
          layer.stream().map(name -> "dev.bellwether." + name + "..").toArray(String[]::new);
      architecture = architecture.layer(name(layer)).definedBy(packages);
    }
    for (int i = 0; i < LAYERS.size(); i++) {
      String[] above = LAYERS.subList(0, i).stream().map(LayeringTest::name).toArray(String[]::new);
      architecture =
          i == 0
              ? architecture.whereLayer(name(LAYERS.get(i))).mayNotBeAccessedByAnyLayer()
              : architecture.whereLayer(name(LAYERS.get(i))).mayOnlyBeAccessedByLayers(above);
    }
    return architecture;
  }

  private static String name(List<String> layer) {
    return String.join(", ", layer);
  }
}
