package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every preset can be included, and its SELECTs are of what source SQL allows. */
class ShippedPresetsTest {
  private static final Path CONF = Path.of("../conf");
  private static final String SOURCE =
      """
      path: /raw
      include:
        - preset: %s
          inputs: {format: csv, path: "{table}.csv"}
          parameters: {%s}
      inputs:
        own: {format: csv, path: own.csv, mode: snapshot}
      tables:
        accounts: {select: SELECT * FROM own}
        subscriptions: {select: SELECT * FROM own}
      """;

  /** The parameters that a preset has no value for. */
  private static final Map<String, String> REQUIRED = Map.of("snowplow", "account_id: e.app_id");

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String part : List.of("scorecards", "sources/presets")) {
      Path to = Files.createDirectories(folder.resolve(part));
      try (Stream<Path> files = Files.list(CONF.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Files.createDirectories(folder.resolve("sources/mine"));
  }

  private Source including(String preset) throws IOException {
    Files.writeString(
        folder.resolve("sources/mine/source.yaml"),
        SOURCE.formatted(preset, REQUIRED.getOrDefault(preset, "")));
    return Configuration.load(folder, Optional.of("mine"), Map.of(), List.of(), Optional.empty())
        .source()
        .orElseThrow();
  }

  private static List<String> presets() throws IOException {
    try (Stream<Path> files = Files.list(CONF.resolve("sources/presets"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyPresetIsOfAllowedSqlOverInputsThatStateTheirColumns() throws IOException {
    assertThat(presets()).hasSize(8);
    for (String preset : presets()) {
      Source source = including(preset);
      assertThat(source.tables()).as(preset).hasSizeGreaterThan(1);
      source
          .tables()
          .forEach(
              (table, mapping) ->
                  assertThat(
                          new SourceQuery(preset + ", " + table, mapping.select())
                              .inputs(source.inputs().keySet()))
                      .as(preset + ", " + table)
                      .isEqualTo(mapping.inputs()));
      source.inputs().keySet().stream()
          .filter(name -> !name.equals("own"))
          .forEach(name -> assertThat(source.inputs().get(name).columns()).as(name).isNotEmpty());
    }
  }
}
