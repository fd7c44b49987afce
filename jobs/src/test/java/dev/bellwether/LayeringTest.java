package dev.bellwether;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.bellwether.platform.warehouse.HadoopSettings;
import io.delta.kernel.Transaction;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Lower packages do not import upper ones, and each outside thing is touched in one place. */
@AnalyzeClasses(packages = "dev.bellwether", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  /** From the top: a layer may use those below it, and no layer knows its neighbours. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("cli"),
          List.of(
              "tools.preview",
              "tools.backtest",
              "tools.show",
              "tools.draft",
              "tools.export",
              "tools.serve",
              "tools.whatif",
              "simulator"),
          List.of("pipeline"),
          List.of("report"),
          List.of("alerts"),
          List.of("reading"),
          List.of("publish"),
          List.of("marts.renewals", "marts.retention", "marts.support"),
          List.of("marts.churn"),
          List.of("marts.accounts", "marts.health", "marts.trackrecord"),
          List.of("marts.cuts"),
          List.of("features"),
          List.of("facts.activity", "facts.tickets", "facts.billing", "facts.relationship"),
          List.of("ingest"),
          List.of("prediction"),
          List.of("platform.step"),
          List.of("platform.warehouse"),
          List.of("platform.asof"),
          List.of("platform.config"),
          List.of("platform.contract"),
          List.of("platform.json"),
          List.of("platform.files"),
          List.of("platform.errors"));

  @ArchTest static final ArchRule lowerPackagesDoNotImportUpperOnes = layers();

  @ArchTest
  static final ArchRule everyPackageHasItsPlace =
      classes().should().resideInAnyPackage(packages(LAYERS.stream().flatMap(List::stream)));

  @ArchTest
  static final ArchRule neighboursDoNotKnowEachOther =
      slices().matching("dev.bellwether.(facts|tools).(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.bellwether.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyConfigReadsConfiguration =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bellwether.platform.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.configuration2..");

  @ArchTest
  static final ArchRule onlyTheCommandLineUsesPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.bellwether.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrintsOrExits =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.bellwether.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheWarehouseAndPublishingWrite =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "dev.bellwether.platform.warehouse..", "dev.bellwether.publish..")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              DataFrameWriter.class,
              DataFrameWriterV2.class,
              Transaction.class,
              ParquetFileWriter.class,
              ParquetWriter.class);

  @ArchTest
  static final ArchRule storesAreReachedAsTheUserSaid =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(HadoopSettings.class.getName())
          .should()
          .callConstructor(Configuration.class)
          .orShould()
          .callConstructor(Configuration.class, boolean.class);

  @ArchTest
  static void theRulesOnWritingPrintingAndStoresCanFail(JavaClasses ours) {
    JavaClasses offending = new ClassFileImporter().importClasses(Offending.class);
    assertThatThrownBy(() -> onlyTheWarehouseAndPublishingWrite.check(offending))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("DataFrameWriter");
    assertThatThrownBy(() -> onlyTheCommandLinePrintsOrExits.check(offending))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("System.out");
    assertThatThrownBy(() -> storesAreReachedAsTheUserSaid.check(offending))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Configuration.<init>()");
  }

  /** Does what only others may. */
  @SuppressWarnings("unused")
  static final class Offending {
    static void write(Dataset<Row> rows) {
      rows.write().parquet("somewhere");
    }

    static Object reachAsNobodySaid() {
      return new Configuration();
    }

    static void print() {
      System.out.println("hello");
    }
  }

  private static LayeredArchitecture layers() {
    LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (List<String> layer : LAYERS) {
      architecture = architecture.layer(name(layer)).definedBy(packages(layer.stream()));
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

  private static String[] packages(Stream<String> names) {
    return names.map(name -> "dev.bellwether." + name + "..").toArray(String[]::new);
  }

  private static String name(List<String> layer) {
    return String.join(", ", layer);
  }
}
