package dev.bellwether.pipeline;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole Spark beside the libraries of the build: that of the environment, or of the DAG's tests.
 */
final class SparkHome {
  private SparkHome() {}

  /** Its folder; the test skips where there is none, and none can be installed. */
  static Path find() throws IOException, InterruptedException {
    String given = System.getenv("SPARK_HOME");
    if (given != null) {
      return Path.of(given);
    }
    install();
    Path environments = Path.of("../airflow/.venv/lib").toAbsolutePath().normalize();
    return pyspark(environments).orElseThrow();
  }

  /** The environment of the DAG's tests, which are to have it anyway. */
  private static void install() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("../bin/python-env", "../airflow").redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeThat(process.waitFor())
        .as("SPARK_HOME is not set, and the environment of the DAG cannot be installed: %s", output)
        .isZero();
  }

  private static Optional<Path> pyspark(Path environments) throws IOException {
    try (Stream<Path> pythons = Files.list(environments)) {
      return pythons
          .map(python -> python.resolve("site-packages/pyspark"))
          .filter(Files::isDirectory)
          .findFirst();
    }
  }
}
