package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.Publications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home in S3, and raw files there, by the launcher and a server on loopback. */
class S3HomeIT extends SparkTest {
  private static final String NIGHT = "2026-02-14";

  @TempDir private static Path log;
  private static S3Server server;

  @TempDir private Path raw;
  @TempDir private Path local;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(log.resolve("server.log"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aNightInAStoreIsTheNightOnADisk() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    upload(raw, server.folder("raw"));
    Launched run =
        launched(
            server.environment(),
            "run",
            "--conf=src/test/resources/small-company",
            "--source=small",
            "--set=source.path=" + server.folder("raw"),
            "--as-of=" + NIGHT);
    assertThat(run.exitCode()).as(run.output()).isZero();

    company.run(spark(), local, NIGHT);
    Publications published = Publications.read(server.folder("home"), server.hadoop());
    assertThat(SmallCompany.hashes(published)).hasSize(18).isEqualTo(SmallCompany.hashes(local));
    assertThat(exists("home/.lock")).as("the lease of the run that ended").isFalse();

    Launched verified = launched(server.environment(), "verify", "--all");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).contains(NIGHT + "-1", "whole: ");
    Launched shown = launched(server.environment(), "show", "account_health", "--account=a");
    assertThat(shown.exitCode()).as(shown.output()).isZero();
    assertThat(shown.output()).contains(NIGHT);
  }

  @Test
  void withoutItsLibraryAStoreIsNamedWithWhatToDo() throws Exception {
    Launched tables = launched(Map.of(), "tables");

    assertThat(tables.exitCode()).isEqualTo(2);
    assertThat(tables.output())
        .contains("s3a://", "hadoop-aws 3.4.2", "BELLWETHER_JARS")
        .doesNotContain("\tat ");
  }

  @Test
  void oneOfTwoRunsHasTheHome() throws Exception {
    String home = server.folder("shared");
    try (HomeLock held = HomeLock.take(home, server.hadoop())) {
      assertThat(held.keepsOthersOut()).isTrue();
      assertThatCode(held::requireHeld).doesNotThrowAnyException();
      assertThatThrownBy(() -> HomeLock.take(home, server.hadoop()))
          .isInstanceOfSatisfying(
              BellwetherException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(75))
          .hasMessageContaining("is in use");
    }
    assertThat(exists("shared/.lock")).isFalse();
    HomeLock.take(home, server.hadoop()).close();
  }

  @Test
  void theLeaseOfAKilledRunIsTakenAndNoLongerItsOwn() throws Exception {
    String home = server.folder("left");
    StoreLease left = lease(home, Duration.ofSeconds(1));
    Thread.sleep(2500); // the store tells whole seconds
    StoreLease taken = lease(home, Duration.ofSeconds(1));

    assertThatThrownBy(left::requireHeld).hasMessageContaining("is not this run's any more");
    left.close();
    assertThat(exists("left/.lock")).as("the lock of the run that took it").isTrue();
    taken.close();
    assertThat(exists("left/.lock")).isFalse();
  }

  private static StoreLease lease(String home, Duration expiresAfter) throws IOException {
    return StoreLease.take(home, server.hadoop(), expiresAfter).orElseThrow();
  }

  private static Launched launched(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--home=" + server.folder("home"));
    all.addAll(server.arguments());
    return Launched.run(environment, all.toArray(String[]::new));
  }

  private static void upload(Path folder, String to) throws IOException {
    org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(folder.toUri());
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to);
    FileSystem disk = FileSystem.getLocal(server.hadoop());
    FileUtil.copy(disk, from, files(target), target, false, server.hadoop());
  }

  private static boolean exists(String name) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(server.folder(name));
    return files(path).exists(path);
  }

  private static FileSystem files(org.apache.hadoop.fs.Path path) throws IOException {
    Configuration hadoop = server.hadoop();
    return path.getFileSystem(hadoop);
  }
}
