package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.publish.Publications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release runs where it is unpacked, without Maven and without the sources. */
class ReleaseIT {
  private static final Path TARGET = Path.of("target");

  @TempDir Path folder;
  private Path release;
  private Path mavenWasCalled;
  private Map<String, String> beside;

  @BeforeEach
  void unpack() throws Exception {
    Path tar = tar();
    Process unpacking =
        new ProcessBuilder("tar", "-xf", tar.toString(), "-C", folder.toString()).start();
    assertThat(unpacking.waitFor()).isZero();
    try (Stream<Path> roots = Files.list(folder)) {
      release = roots.findFirst().orElseThrow();
    }
    mavenWasCalled = folder.resolve("maven-was-called");
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path maven = programs.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\ntouch '" + mavenWasCalled + "'\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    beside = Map.of("PATH", programs + ":" + System.getenv("PATH"));
  }

  @Test
  void itHelpsRunsANightAndSaysWhenItIsNotWhole() throws Exception {
    Launched help = launch("--help");
    assertThat(help.exitCode()).as(help.output()).isZero();
    assertThat(help.output()).contains("demo", "run", "Exit codes");
    assertThat(release.getFileName().toString()).matches("bellwether-\\d+\\.\\d+\\.\\d+.*");
    for (String part :
        List.of(
            "NOTICE",
            "LICENSE",
            "Dockerfile",
            "docs/operations.md",
            "schemas/marts/renewal_risk.yaml",
            "airflow/dags/.airflowignore",
            "notebooks/health_and_risk.py",
            "conf/bellwether.yaml",
            "jars/bellwether-sbom.json")) {
      assertThat(release.resolve(part)).exists();
    }
    try (Stream<Path> files = Files.walk(release)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain("pom.xml", ".venv", "target", "src", "__pycache__");
    }

    Path raw = Files.createDirectory(folder.resolve("raw"));
    Path home = folder.resolve("home");
    new SmallCompany(raw);
    Launched run =
        launch(
            "run",
            "--source=small",
            "--conf=" + Path.of("src/test/resources/small-company").toAbsolutePath(),
            "--as-of=2026-02-14",
            "--home=" + home,
            "--set=source.path=" + raw);
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(Publications.read(home.toString(), new Configuration()).current()).isPresent();
    assertThat(mavenWasCalled).doesNotExist();

    Files.delete(release.resolve("jars/embedded.classpath"));
    Launched broken = launch("--help");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.output()).contains("this release is not whole", "unpack it anew");
    assertThat(mavenWasCalled).doesNotExist();
  }

  private static Path tar() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().matches("bellwether-.*\\.tar(\\.gz)?"))
          .findFirst()
          .orElseThrow(
              () -> new AssertionError("no release: Maven's phase pre-integration-test makes it"));
    }
  }

  private Launched launch(String... arguments) throws IOException, InterruptedException {
    return Launched.at(release.resolve("bellwether"), beside, arguments);
  }
}
