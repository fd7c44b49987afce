package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in docs/your-data.md are sources that load. */
class YourDataPageTest {
  private static final Path PAGE = Path.of("../docs/your-data.md");
  private static final Path CONF = Path.of("../conf");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("DB_USER", "ann", "DB_PASSWORD", "secret");

  @TempDir private Path folder;

  @Test
  void everyExampleLoads() throws IOException {
    for (String part : List.of("scorecards", "sources/presets")) {
      copy(CONF.resolve(part), folder.resolve(part));
    }
    Path acme = Files.createDirectories(folder.resolve("sources/acme"));
    Files.writeString(acme.resolve("tickets.sql"), "SELECT * FROM desk");
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    int loaded = 0;
    while (example.find()) {
      Files.writeString(acme.resolve("source.yaml"), example.group(1));
      Source source =
          Configuration.load(folder, Optional.of("acme"), ENVIRONMENT, List.of(), Optional.empty())
              .source()
              .orElseThrow();
      assertThat(source.tables()).as(example.group(1)).isNotEmpty();
      loaded++;
    }
    assertThat(loaded).isEqualTo(4);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
