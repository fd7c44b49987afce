package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Homes on a disk that becomes full or may not be written: in memory, mounted for the test, where
 * this user may mount. At three sizes by default, at ten with {@code -Dbellwether.long=true}.
 */
class FullDiskIT extends SparkTest {
  private static final String FIRST = "2026-02-14";
  private static final String SECOND = "2026-02-15";
  private static final int SIZES = Boolean.getBoolean("bellwether.long") ? 10 : 3;

  @TempDir Path raw;
  @TempDir Path quiet;
  @TempDir Path disk;
  private SmallCompany company;

  @BeforeEach
  void mountDisk() throws Exception {
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=512m", "none", disk.toString()),
        "this user may not mount a file system");
    company = new SmallCompany(raw);
  }

  @AfterEach
  void unmountDisk() throws Exception {
    new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
  }

  @Test
  void aDiskThatFillsEndsTheRunWithItsPathAndSpaceAndTheNextOneGoesOn() throws Exception {
    company.run(spark(), quiet, FIRST);
    long needed = kilobytes(quiet);
    Path home = disk.resolve("home");
    List<String> ends = new ArrayList<>();
    for (int i = 1; i <= SIZES; i++) {
      resize(Math.max(64, needed * i / (SIZES + 1)));
      ends.add(end(home, FIRST));
    }
    resize(512 * 1024);
    company.run(spark(), home, FIRST);

    assertThat(ends).as(ends.toString()).allMatch(end -> end.equals("full") || end.equals("done"));
    assertThat(ends).contains("full");
    assertThat(SmallCompany.hashes(home)).isEqualTo(SmallCompany.hashes(quiet));
  }

  @Test
  void theLastPublicationStaysWhenTheNextNightHasNoRoom() throws Exception {
    Path home = disk.resolve("home");
    company.run(spark(), home, FIRST);
    Map<String, String> before = SmallCompany.hashes(home);
    company.usage("later", "2026-02-15");

    resize(used() + 200);
    assertThat(end(home, SECOND)).isEqualTo("full");
    assertThat(SmallCompany.hashes(home)).isEqualTo(before);

    makeReadOnly();
    BellwetherException readOnly = failure(home, SECOND);
    assertThat(readOnly.kind()).isEqualTo(BellwetherException.Kind.CONFIGURATION);
    assertThat(readOnly).hasMessageContaining(home.toString()).hasMessageContaining("Read-only");
    assertThat(SmallCompany.hashes(home)).isEqualTo(before);
  }

  private String end(Path home, String night) {
    BellwetherException failure = failure(home, night);
    if (failure == null) {
      return "done";
    }
    boolean isTold =
        failure.kind() == BellwetherException.Kind.CONFIGURATION
            && failure.getMessage().contains(home.getParent().toString())
            && failure.getMessage().contains("space");
    return isTold ? "full" : failure.getMessage();
  }

  private BellwetherException failure(Path home, String night) {
    return catchThrowableOfType(BellwetherException.class, () -> company.run(spark(), home, night));
  }

  private void resize(long kilobytes) throws Exception {
    assertThat(mount("-o", "remount,rw,size=" + kilobytes + "k", disk.toString())).isTrue();
  }

  /** Files that the run that failed left open for writing are closed by the collector first. */
  private void makeReadOnly() throws Exception {
    boolean isReadOnly = false;
    for (int attempt = 0; attempt < 60 && !isReadOnly; attempt++) {
      System.gc();
      isReadOnly = mount("-o", "remount,ro", disk.toString());
      Thread.sleep(isReadOnly ? 0 : 500);
    }
    assertThat(isReadOnly).isTrue();
  }

  private static boolean mount(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What is taken of the disk, in kilobytes. */
  private long used() throws IOException {
    FileStore store = Files.getFileStore(disk);
    return (store.getTotalSpace() - store.getUnallocatedSpace()) / 1024;
  }

  /** What the files take on a disk of blocks of 4 kB. */
  private static long kilobytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.mapToLong(file -> (file.toFile().length() + 4095) / 4096 * 4 + 1).sum();
    }
  }
}
