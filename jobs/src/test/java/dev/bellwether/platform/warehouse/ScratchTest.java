package dev.bellwether.platform.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir Path home;

  @Test
  void itLiesInTheHomeForItsOwnerOnly() throws IOException {
    Path scratch = Scratch.of(home.toString()).orElseThrow();

    assertThat(scratch).startsWith(home.toAbsolutePath());
    for (Path folder = scratch;
        !folder.equals(home.toAbsolutePath());
        folder = folder.getParent()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void whatADeadProcessLeftGoesAndWhatALiveOneHasStays() throws IOException {
    Path live = Scratch.of(home.toString()).orElseThrow();
    Files.writeString(live.resolve("rows"), "of a customer");
    Path dead = Files.createDirectories(home.resolve(".scratch/dead/blockmgr-1/0c"));
    Files.writeString(dead.resolve("shuffle_0"), "of a customer");
    Files.createFile(home.resolve(".scratch/dead/lock"));
    Path older = Files.createDirectories(home.resolve(".scratch/older"));
    Files.setLastModifiedTime(older, FileTime.from(Instant.now().minusSeconds(3600)));
    Path starting = Files.createDirectories(home.resolve(".scratch/starting"));

    Path next = Scratch.of(home.toString()).orElseThrow();

    assertThat(home.resolve(".scratch/dead")).doesNotExist();
    assertThat(older).doesNotExist();
    assertThat(starting).exists();
    assertThat(live.resolve("rows")).exists();
    assertThat(next).exists().isNotEqualTo(live);
    try (FileChannel channel = FileChannel.open(next.resolve("lock"), StandardOpenOption.WRITE)) {
      assertThatThrownBy(channel::tryLock)
          .isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
    }
  }

  @Test
  void whatALiveOneHasStaysHoweverOftenGarbageIsCollected() throws Exception {
    Path live = Scratch.of(home.toString()).orElseThrow();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
    }

    Scratch.of(home.toString());

    assertThat(live.resolve("lock")).exists();
  }

  @Test
  void aProcessWithoutAHomeHasOneInAFolderOfItsUser() throws IOException {
    Path scratch = Scratch.ofNoHome(home);
    Path mine = home.resolve("bellwether-" + System.getProperty("user.name"));
    Path dead = Files.createDirectories(mine.resolve(".scratch/dead"));
    Files.createFile(dead.resolve("lock"));
    Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));

    Scratch.ofNoHome(home);

    assertThat(scratch).startsWith(mine).exists();
    assertThat(dead).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine)))
        .isEqualTo("rwx------");
  }

  @Test
  void aLinkThatSomebodyElseMayHaveLaidThereIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.createSymbolicLink(
        home.resolve("bellwether-" + System.getProperty("user.name")), elsewhere);

    assertThatThrownBy(() -> Scratch.ofNoHome(home))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("not this user's alone");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aHomeThatCannotBeMadeIsTold() throws IOException {
    Path file = Files.createFile(home.resolve("file"));

    for (Path place : List.of(file, file.resolve("home"))) {
      assertThatThrownBy(() -> Scratch.of(place.toString()))
          .isInstanceOfSatisfying(
              BellwetherException.class,
              e -> assertThat(e.kind()).isEqualTo(BellwetherException.Kind.CONFIGURATION))
          .hasMessageContaining("cannot be written")
          .hasMessageContaining("Not a directory");
    }
  }
}
