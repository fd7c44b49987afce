package dev.bellwether.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  @TempDir Path home;

  @Test
  void localHomesAreNamedByPathOrUri() {
    assertThat(Storage.of(home.toString(), new Configuration())).isInstanceOf(LocalStorage.class);
    assertThat(Storage.of(home.toUri().toString(), new Configuration()))
        .isInstanceOf(LocalStorage.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyFileSystemDoesTheSame(boolean local) throws IOException {
    Storage storage = storage(local);
    assertThat(storage.list("")).isEmpty();

    storage.write("a/text", "old");
    storage.write("a/text", "new");
    assertThat(storage.read("a/text")).isEqualTo("new");
    assertThat(storage.size("a/text")).isEqualTo(3);
    assertThat(storage.list("a")).containsExactly("text");

    storage.move("a", "b/c");
    storage.copy("b/c/text", "d/copy");
    assertThat(storage.list("")).isEqualTo(List.of("b", "d"));
    assertThat(storage.exists("b/c/text")).isTrue();
    assertThatThrownBy(() -> storage.move("d/copy", "b/c/text"))
        .isInstanceOf(BellwetherException.class);

    storage.delete("b");
    storage.delete("b");
    assertThat(storage.list("")).containsExactly("d");
  }

  @Test
  void aLinkIsReplaced() throws IOException {
    Storage storage = storage(true);
    storage.write("one/text", "1");
    storage.write("two/text", "2");

    storage.link("current", "one");
    storage.link("current", "two");

    assertThat(Files.readString(home.resolve("published/current/text"))).isEqualTo("2");
    assertThat(storage.list("")).containsExactly("current", "one", "two");
  }

  private Storage storage(boolean local) throws IOException {
    Path folder = home.resolve("published");
    if (local) {
      return new LocalStorage(folder, new Configuration());
    }
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(folder.toUri(), new Configuration());
    return new HadoopStorage(files, new org.apache.hadoop.fs.Path(folder.toUri()));
  }
}
