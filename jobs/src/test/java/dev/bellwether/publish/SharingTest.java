package dev.bellwether.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.platform.config.SharingSettings;
import dev.bellwether.platform.config.SharingSettings.Readers;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what, in the letters of {@code ls -l}. */
class SharingTest {
  private static final String NIGHT = "2026-06-30-1";

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void publish() throws IOException {
    home = folder.resolve("data/home");
    Storage storage = Storage.of(home.toString(), new Configuration());
    storage.write(NIGHT + "/table/part.parquet", new byte[] {1});
    storage.link("current", NIGHT);
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(home.resolve("logs/run.log"), "of an account");
    open(home.resolve("logs"), "rwxr-xr-x");
    open(folder, "rwx--x--x");
  }

  @Test
  void aHomeIsItsOwnersAndTheFoldersAboveAreAsTheyWere() throws IOException {
    assertThat(modes("", "published", "published/" + NIGHT)).containsOnly("rwx------").hasSize(3);
    assertThat(mode(home.getParent())).isNotEqualTo("rwx------");
  }

  @Test
  void withoutSettingsNothingChanges() throws IOException {
    open(home.resolve("published"), "rwxr-x---");
    assertThat(apply(null, null)).isEmpty();
    assertThat(modes("", "published", "logs"))
        .containsExactly("rwx------", "rwxr-x---", "rwxr-xr-x");
  }

  @Test
  void aGroupReadsWhatIsPublishedAndEntersTheHomeButSeesNothingElse() throws IOException {
    String group = groupOfMine();
    assertThat(apply(group, null)).isEmpty();
    assertThat(modes("", "published", "published/" + NIGHT, "published/" + NIGHT + "/table"))
        .containsExactly("rwx--x---", "rwxr-x---", "rwxr-x---", "rwxr-x---");
    assertThat(modes("published/" + NIGHT + "/table/part.parquet")).containsExactly("rw-r-----");
    assertThat(modes("logs")).containsExactly("rwx------");
    for (String path : List.of("", "published", "published/" + NIGHT + "/table/part.parquet")) {
      assertThat(attributes(home.resolve(path)).group().getName()).as(path).isEqualTo(group);
    }
  }

  @Test
  void whatIsPublishedLaterIsReadByTheSame() throws IOException {
    String group = groupOfMine();
    apply(group, Readers.GROUP);
    Storage storage = Storage.of(home.toString(), new Configuration());
    storage.write("2026-07-31-1/table/part.parquet", new byte[] {2});
    Path later = home.resolve("published/2026-07-31-1/table/part.parquet");
    assertThat(mode(later)).isEqualTo("rw-r-----");
    assertThat(mode(later.getParent())).isEqualTo("rwxr-x---");
    assertThat(attributes(later).group().getName()).isEqualTo(group);
  }

  @Test
  void everybodyMayReadAndThenOnlyTheOwnerAgain() throws IOException {
    apply(null, Readers.EVERYBODY);
    String file = "published/" + NIGHT + "/table/part.parquet";
    assertThat(modes("", "published", file)).containsExactly("rwx--x--x", "rwxr-xr-x", "rw-r--r--");
    apply(null, Readers.OWNER);
    assertThat(modes("published", "published/" + NIGHT, file))
        .containsExactly("rwx------", "rwx------", "rw-------");
  }

  @Test
  void aFolderAboveThatCannotBeEnteredIsTold() throws IOException {
    open(folder, "rwx------");
    assertThat(apply(null, Readers.EVERYBODY)).contains(folder);
    assertThat(apply(null, Readers.OWNER)).isEmpty();
  }

  @Test
  void aGroupThatIsNotThereIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> apply("no-such-group", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("there is no group no-such-group");
  }

  @Test
  void anotherUserReadsWhatIsPublishedAndNothingElse() throws Exception {
    assumeTrue(isRoot(), "only root may try what another user may read");
    apply(null, Readers.EVERYBODY);
    Path published = home.resolve("published/current/table/part.parquet");
    assertThat(asNobody("cat", published)).isZero();
    assertThat(asNobody("cat", home.resolve("logs/run.log"))).isNotZero();
    assertThat(asNobody("ls", home)).isNotZero();
    apply(null, Readers.OWNER);
    assertThat(asNobody("cat", published)).isNotZero();
  }

  private static int asNobody(String program, Path path) throws Exception {
    return new ProcessBuilder("runuser", "-u", "nobody", "--", program, path.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private List<Path> apply(String group, Readers readers) {
    return Sharing.apply(
        home, new SharingSettings(Optional.ofNullable(group), Optional.ofNullable(readers)));
  }

  /** A group that this user may give files to: root another one than its own. */
  private String groupOfMine() throws IOException {
    String own = attributes(folder).group().getName();
    return isRoot()
        ? Files.readAllLines(Path.of("/etc/group")).stream()
            .map(line -> line.split(":", -1)[0])
            .filter(name -> !name.equals(own))
            .findFirst()
            .orElse(own)
        : own;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private List<String> modes(String... paths) throws IOException {
    List<String> modes = new ArrayList<>();
    for (String path : paths) {
      modes.add(mode(home.resolve(path)));
    }
    return modes;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(attributes(path).permissions());
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
