package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ParentWatchTest {
  private static final String JAVA =
      "'" + ProcessHandle.current().info().command().orElseThrow() + "'";

  /** A process that watches, says its id, and would live for minutes. */
  static final class Child {
    public static void main(String[] args) throws InterruptedException {
      ParentWatch.startIfAsked();
      System.out.println(ProcessHandle.current().pid());
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }

  @Test
  void aProcessEndsWithTheOneThatStartedIt() throws Exception {
    Process parent = parent(true);
    ProcessHandle child = childOf(parent);
    parent.destroyForcibly();
    assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void withoutTheVariableItLivesOn() throws Exception {
    Process parent = parent(false);
    ProcessHandle child = childOf(parent);
    parent.destroyForcibly();
    try {
      assertThatThrownBy(() -> child.onExit().get(3, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void durationsAreShort() {
    assertThat(new ShortDuration().convert("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(new ShortDuration().convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThatThrownBy(() -> new ShortDuration().convert("soon"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("30m");
    assertThatThrownBy(() -> new ShortDuration().convert("-5m"))
        .isInstanceOf(TypeConversionException.class);
  }

  /** A shell that starts the child and waits for it. */
  private static Process parent(boolean watches) throws IOException {
    String line =
        JAVA + " -XX:TieredStopAtLevel=1 -cp \"$CHILD_PATH\" '" + Child.class.getName() + "'";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", line + " & wait");
    shell.environment().put("CHILD_PATH", System.getProperty("java.class.path"));
    if (watches) {
      shell.environment().put(ParentWatch.VARIABLE, "true");
    }
    return shell.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static ProcessHandle childOf(Process parent) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
    return ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
  }
}
