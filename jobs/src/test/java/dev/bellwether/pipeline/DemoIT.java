package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The demo by its launcher: the small home that the tests of the DAG and the notebooks read. */
class DemoIT {
  private static final int NIGHTS = 14;

  @Test
  void aDemoPublishesAYearOfNightsWhoseFilesAreWhatTheirManifestsSay() throws Exception {
    Launched made = Launched.helper("test-home");

    assertThat(made.exitCode()).as(made.output()).isZero();
    Publications publications = Publications.read(lastLine(made), new Configuration());
    assertThat(publications.ids()).hasSize(NIGHTS).endsWith(publications.current().orElseThrow());
    for (Manifest manifest : publications.manifests()) {
      publications.checkFiles(manifest.id());
      assertThat(manifest.tables().get("account_health").rows()).isPositive();
    }
  }

  private static String lastLine(Launched made) {
    return made.output().lines().reduce((one, next) -> next).orElseThrow();
  }
}
