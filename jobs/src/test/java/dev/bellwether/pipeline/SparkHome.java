package dev.bellwether.pipeline;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole Spark beside the libraries of the build: that of the environment, or of the DAG's tests.
 */
final class SparkHome {
  private SparkHome() {}

  /** Its folder; the test skips where there is none. */
  static Path find() throws IOException {
    String given = System.getenv("SPARK_HOME");
    Path environments = Path.of("../airflow/.venv/lib").toAbsolutePath().normalize();
    Optional<Path> found =
        given != null
            ? Optional.of(Path.of(given))
            : Files.isDirectory(environments) ? pyspark(environments) : Optional.empty();
    assumeThat(found).as("neither SPARK_HOME nor airflow/.venv has a Spark").isPresent();
    return found.orElseThrow();
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
