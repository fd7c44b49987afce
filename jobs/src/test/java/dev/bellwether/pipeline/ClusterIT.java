package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night by spark-submit on a cluster of a master and two workers on this machine. */
class ClusterIT extends SparkTest {
  private static final String NIGHT = "2026-02-14";

  @TempDir private Path raw;
  @TempDir private Path home;
  @TempDir private Path local;
  @TempDir private Path cluster;

  @Test
  void aNightThatLosesAnExecutorIsTheNightOfOneProcess() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    try (SparkCluster spark = SparkCluster.start(SparkHome.find(), cluster)) {
      Process run =
          Launched.start(
              spark.environment(),
              "run",
              "--conf=src/test/resources/small-company",
              "--source=small",
              "--set=source.path=" + raw,
              "--as-of=" + NIGHT,
              "--home=" + home);
      StringBuilder told = new StringBuilder();
      boolean isKilled = false;
      BufferedReader output = run.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        told.append(line).append('\n');
        if (line.startsWith("  account_features ")) {
          isKilled = spark.killExecutor();
        }
      }
      assertThat(run.waitFor()).as(told.toString()).isZero();
      assertThat(isKilled).as("an executor was killed").isTrue();
    }
    company.run(spark(), local, NIGHT);
    assertThat(SmallCompany.hashes(home)).hasSize(18).isEqualTo(SmallCompany.hashes(local));
  }
}
