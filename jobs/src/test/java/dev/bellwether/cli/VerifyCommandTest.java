package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String PAGE = "report/index.html";
  private static final String SHA_256_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path parent;
  private Path home;
  private String printed;
  private String complained;

  @BeforeEach
  void publishTwoNights() throws IOException {
    home = parent.resolve("Kunden Müller, 1");
    publish("2026-06-29");
    publish("2026-06-30");
    current("{\"publication\":\"2026-06-30-1\",\"as_of_date\":\"2026-06-30\",\"revision\":1}");
  }

  @Test
  void wholePublicationsPassAndOnlyTheCurrentOneIsReadUnlessMoreIsAskedFor() {
    assertThat(verify()).isZero();
    assertThat(printed).contains("2026-06-30-1   whole: 1 files, 5 bytes").doesNotContain("06-29");
    assertThat(verify("--all")).isZero();
    assertThat(printed).contains("2026-06-29-1", "2026-06-30-1");
  }

  @Test
  void withdrawnNightsAreAmongAllAndMustBeWholeToo() throws IOException {
    Path night = home.resolve("published/2026-06-29-1");
    Files.writeString(night.resolve("withdrawn.json"), "{}");
    assertThat(verify("--all")).isZero();
    assertThat(printed).contains("2026-06-29-1   whole");

    Files.writeString(night.resolve(PAGE), "HELLO");
    assertThat(verify("--all")).isEqualTo(1);
    assertThat(printed).contains("2026-06-29-1   NOT WHOLE");
  }

  @Test
  void aChangedPageEndsWithOneAndSaysWhatToDo() throws IOException {
    Files.writeString(home.resolve("published/2026-06-29-1").resolve(PAGE), "HELLO");

    assertThat(verify()).isZero();
    assertThat(verify("--as-of", "2026-06-29")).isEqualTo(1);
    assertThat(printed).contains("2026-06-29-1   NOT WHOLE");
    assertThat(complained).contains("index.html holds other bytes", "fix: restore", "--republish");
    assertThat(verify("--all")).isEqualTo(1);
  }

  @Test
  void aDamagedCurrentJsonAManifestOfAnotherAndAStrayFileAreTold() throws IOException {
    current("{\"publication\": \"2026-0");
    assertThat(verify()).isEqualTo(1);
    assertThat(complained).contains("current.json cannot be read", "may be deleted");
    current("{\"publication\":\"2026-07-01-1\",\"as_of_date\":\"2026-07-01\",\"revision\":1}");
    assertThat(verify()).isEqualTo(1);
    assertThat(complained).contains("current.json names 2026-07-01-1, which is not there");

    Files.createFile(home.resolve("published/stray.txt"));
    Files.copy(
        home.resolve("published/2026-06-30-1/manifest.json"),
        home.resolve("published/2026-06-29-1/manifest.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(verify("--all")).isEqualTo(1);
    assertThat(complained)
        .contains("stray.txt is nothing that Bellwether made")
        .contains("is not the manifest of 2026-06-29-1");
  }

  @Test
  void nothingToVerifyIsAUsageError() {
    assertThat(verify("--as-of", "2026-01-01")).isEqualTo(2);
    assertThat(complained).contains("there is nothing to verify");
  }

  @Test
  void aHomeThatNoFolderCanBeIsRefusedByNameBeforeAnythingIsWritten() {
    for (String name : List.of("a:b", "a\nb")) {
      home = Path.of(name);
      assertThat(verify()).as(name).isEqualTo(2);
      assertThat(complained).contains("home a", "name another folder");
      assertThat(home).doesNotExist();
    }
  }

  private void publish(String night) throws IOException {
    Path folder = home.resolve("published/" + night + "-1");
    Files.createDirectories(folder.resolve("report"));
    Files.writeString(folder.resolve(PAGE), "hello");
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"publication": "%1$s-1", "as_of_date": "%1$s", "revision": 1, "tables": {},
         "files": {"%2$s": {"bytes": 5, "sha256": "%3$s"}}}
        """
            .formatted(night, PAGE, SHA_256_OF_HELLO));
  }

  private void current(String json) throws IOException {
    Files.writeString(home.resolve("published/current.json"), json);
  }

  private int verify(String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new java.util.ArrayList<>(List.of("verify", "--home", home.toString()));
    all.addAll(List.of("--conf", "../conf"));
    all.addAll(List.of(options));
    int exitCode =
        Bellwether.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    printed = out.toString();
    complained = err.toString();
    return exitCode;
  }
}
