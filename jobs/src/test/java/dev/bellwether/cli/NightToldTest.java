package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.SentAlerts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightToldTest {
  private static final LocalDate NIGHT = LocalDate.of(2026, 6, 30);
  private final BellwetherException broken =
      BellwetherException.data("accounts.csv is empty", "Zoë's row", "deliver it again");

  @TempDir Path home;
  private final StringWriter printed = new StringWriter();

  private NightTold told(Map<String, String> environment, String to) {
    return new NightTold(
        configuration(environment, to), new Console(new PrintWriter(printed, true), false));
  }

  private Configuration configuration(Map<String, String> environment, String to) {
    return Configuration.load(
        Path.of("../conf"),
        Optional.empty(),
        environment,
        List.of("alerts.to=" + to),
        Optional.of(home.toString()));
  }

  private List<String> files() throws IOException {
    Path folder = home.resolve("alerts/2026-06-30");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(NightToldTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFailedNightIsToldOnceByWhatHappenedAndNoMore() throws IOException {
    told(Map.of(), "files").failed(NIGHT, broken);
    told(Map.of(), "files").failed(NIGHT, new IllegalStateException("of Zoë"));

    assertThat(files())
        .singleElement()
        .asString()
        .contains("\"reason\":\"run_failed\"", "accounts.csv is empty")
        .doesNotContain("Zoë");
  }

  @Test
  void nobodyIsToldByDefaultAndABusyHomeIsNoFailure() throws IOException {
    told(Map.of(), "none").failed(NIGHT, broken);
    told(Map.of(), "files").failed(NIGHT, BellwetherException.busy("in use", "a run", "wait"));

    assertThat(files()).isEmpty();
  }

  @Test
  void aReceiverThatIsAwayOrADamagedHomeOnlyWarns() throws IOException {
    Files.createDirectories(home.resolve("published"));
    Files.writeString(home.resolve("published/current.json"), "{");
    told(Map.of(), "files").published(new PublicationId(NIGHT, 1));
    told(Map.of("BELLWETHER_ALERTS_WEBHOOK", "http://example.org/secret"), "json")
        .failed(NIGHT, broken);

    assertThat(printed.toString())
        .contains("warning: not all alerts of 2026-06-30 were told", "https://")
        .doesNotContain("secret");
    assertThat(files()).isEmpty();
  }

  @Test
  void nightsThatWerePublishedAndNotToldAreToldWithTheCurrentOneForAMonth() throws IOException {
    for (String publication :
        List.of("2026-05-30-1", "2026-06-01-1", "2026-06-20-1", "2026-06-28-1", "2026-07-01-1")) {
      Path folder = Files.createDirectories(home.resolve("published/" + publication));
      Files.writeString(folder.resolve("manifest.json"), "{}");
    }
    Configuration configuration = configuration(Map.of(), "files");
    assertThat(NightTold.untold(configuration, NIGHT)).containsExactly(NIGHT);

    SentAlerts sent = new SentAlerts(home.toString(), new org.apache.hadoop.conf.Configuration());
    sent.begin(LocalDate.of(2026, 5, 30));
    sent.begin(LocalDate.of(2026, 6, 1));
    sent.finish(LocalDate.of(2026, 6, 20));
    assertThat(NightTold.untold(configuration, NIGHT))
        .containsExactly(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 28), NIGHT);
  }

  @Test
  void aNightThatCannotBeToldIsKeptAsOneToTell() throws IOException {
    Files.createDirectories(home.resolve("published/2026-06-30-1"));
    Files.writeString(home.resolve("published/2026-06-30-1/manifest.json"), "{}");
    Configuration configuration = configuration(Map.of(), "files");

    assertThatThrownBy(() -> NightTold.tell(configuration, NIGHT))
        .isInstanceOf(BellwetherException.class);

    assertThat(home.resolve("alerts/2026-06-30/state")).hasContent("{\"told\":false}");
  }
}
