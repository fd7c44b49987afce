package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is looked at. */
class SourceInitCommandTest {
  private static final String DATABASE = "jdbc:postgresql://127.0.0.1:1/crm";

  @TempDir private Path conf;
  private String complained;

  @BeforeEach
  void configure() throws IOException {
    Files.createDirectories(conf.resolve("scorecards"));
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(Path.of("../conf/scorecards", name), conf.resolve("scorecards").resolve(name));
    }
  }

  @Test
  void whatSomebodyHasWrittenIsNotWrittenOver() throws IOException {
    Path file = conf.resolve("sources/acme/source.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "theirs");
    assertThat(init("acme", conf.toString())).isEqualTo(2);
    assertThat(complained).contains("source.yaml is there already", "--force");
    assertThat(file).hasContent("theirs");
  }

  @Test
  void passwordsAreNotTakenFromTheCommandLine() {
    for (String url : List.of(DATABASE + "?user=me&password=secret", "jdbc:x://me:secret@h/d")) {
      assertThat(init("acme", url)).isEqualTo(2);
      assertThat(complained)
          .contains("holds a user, a password or a token", "--password-env")
          .doesNotContain("secret");
    }
    assertThat(init("acme", DATABASE, "--user-env", "BELLWETHER_TEST_UNSET")).isEqualTo(2);
    assertThat(complained).contains("the environment has no BELLWETHER_TEST_UNSET");
  }

  @Test
  void aNameThatIsAPathIsRefused() {
    assertThat(init("../acme", conf.toString())).isEqualTo(2);
    assertThat(complained).contains("cannot name a source");
  }

  private int init(String... arguments) {
    List<String> line = new ArrayList<>(List.of("source", "init", "--conf", conf.toString()));
    line.addAll(List.of(arguments));
    StringWriter errors = new StringWriter();
    CommandLine command = Bellwether.commandLine();
    command.setErr(new PrintWriter(errors, true));
    int code = command.execute(line.toArray(String[]::new));
    complained = errors.toString();
    return code;
  }
}
