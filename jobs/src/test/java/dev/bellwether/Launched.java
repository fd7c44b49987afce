package dev.bellwether;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher as a process of its own: for tests of the integration phase, in which the jar is
 * there.
 *
 * @param exitCode how the process ended
 * @param output what it printed, errors among it
 */
public record Launched(int exitCode, String output) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MOST_MINUTES = 10;

  /** Runs the launcher to its end. */
  public static Launched run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  /** The same with variables of the environment beside. */
  public static Launched run(Map<String, String> beside, String... arguments)
      throws IOException, InterruptedException {
    return end(start(beside, arguments));
  }

  /** Starts the launcher. Its process becomes the job's: to kill it is to kill the job. */
  public static Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** The same with variables of the environment beside. */
  public static Process start(Map<String, String> beside, String... arguments) throws IOException {
    return start(ROOT.resolve("bellwether"), beside, arguments);
  }

  /** Runs a launcher that stands elsewhere, with variables of the environment beside. */
  public static Launched at(Path launcher, Map<String, String> beside, String... arguments)
      throws IOException, InterruptedException {
    return end(start(launcher, beside, arguments));
  }

  /** Runs a program of the project's {@code bin} folder to its end. */
  public static Launched helper(String name) throws IOException, InterruptedException {
    return end(start(ROOT.resolve("bin").resolve(name), Map.of()));
  }

  private static Process start(Path program, Map<String, String> beside, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more");
    environment.put("BELLWETHER_JAVA_OPTS", "-Xmx1g -XX:TieredStopAtLevel=1");
    List.of("BELLWETHER_MASTER", "BELLWETHER_JARS", "BELLWETHER_SUBMIT_OPTS")
        .forEach(environment::remove);
    environment.putAll(beside);
    return builder.start();
  }

  private static Launched end(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
    return new Launched(process.exitValue(), output);
  }
}
