package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Awkward files that people reported, by configuration alone; skipped where they, or the pyarrow
 * that writes them, are not at hand. {@link FormatsTest} has files of our own.
 */
class CaseFilesTest extends SparkTest {
  private static final Path CASES = Path.of("../../shared/cases");

  @TempDir static Path folder;

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    assumeTrue(Files.exists(CASES), "the cases are not at " + CASES);
    assumeTrue(python("-c", "import pyarrow") == 0, "the python3 on the PATH has no pyarrow");
    String script = CASES.resolve("make_formats.py").toString();
    assertThat(python(script, folder.resolve("raw").toString())).isZero();
  }

  private static int python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** The subscriptions of a case, read as its format. */
  private static List<String> subscriptions(String name, String format) throws IOException {
    Path conf = folder.resolve(name);
    Path source = Files.createDirectories(conf.resolve("sources/formats"));
    Path scorecards = Files.createDirectories(conf.resolve("scorecards"));
    for (String scorecard : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(Path.of("../conf/scorecards", scorecard), scorecards.resolve(scorecard));
    }
    Files.writeString(
        source.resolve("source.yaml"),
        Files.readString(CASES.resolve("source-formats.yaml"))
            .replace("format: parquet", "format: " + format));
    Warehouse warehouse = new Warehouse(spark(), conf.resolve("home").toString());
    Configuration configuration =
        Configuration.load(
            conf,
            Optional.of("formats"),
            Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
            List.of("source.path=" + folder.resolve("raw").resolve(name)),
            Optional.of(warehouse.home()));
    new Ingest(warehouse, configuration.settings(), configuration.source().orElseThrow())
        .run("run", LocalDate.of(2026, 6, 30), Optional.empty(), Instant.EPOCH, batch -> {});
    return warehouse
        .read("subscriptions")
        .selectExpr("concat_ws(' ', subscription_id, account_id, start_date, mrr) AS row")
        .orderBy("row")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static void refuses(String name, String format, String... parts) {
    assertThatThrownBy(() -> subscriptions(name, format))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void filesThatDifferInTypesOrEncodingAreReadAsWhatTheyAre() throws IOException {
    String[] both = {"S1 A1 2026-01-10 100.5000", "S2 A2 2026-01-10 200.2500"};
    for (String name : List.of("p1_int_double", "p2_null_type", "p3_decimal_dict")) {
      assertThat(subscriptions(name, "parquet")).as(name).containsExactly(both);
    }
    assertThat(subscriptions("c1_utf16", "csv")).containsExactly(both);
    assertThat(subscriptions("c2_bom_nul", "csv")).containsExactly(both);
    assertThat(subscriptions("j1_json_array", "json")).containsExactly(both);
    assertThat(subscriptions("p5_id_types", "parquet"))
        .containsExactly("1 A1 2026-01-10 100.5000", "S2 A2 2026-01-10 200.2500");
  }

  @Test
  void whatCannotBeReadIsRefusedByTheNameOfItsFile() {
    refuses("p4_case_twins", "parquet", "a.parquet", "differ in case", "mrr");
    refuses("c3_zip_named_csv", "csv", "a.csv", "ZIP archive");
  }
}
