package dev.bellwether;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No library is used in a version that the project's list of advisories names. */
class ShippedLibrariesTest {
  private static final Path LIST = Path.of("../security/advisories.csv");

  /** A line of the list: this artifact is mended from that version on. */
  private record Advisory(
      String group, String artifact, String mendedIn, String name, String note) {
    boolean isTolerated() {
      return note.startsWith("tolerated: ");
    }

    List<String> breaches(List<String> jars) {
      Pattern path =
          Pattern.compile(
              ".*/"
                  + Pattern.quote(group.replace('.', '/') + "/" + artifact)
                  + "/([^/]+)/[^/]+\\.jar");
      return jars.stream()
          .map(path::matcher)
          .filter(java.util.regex.Matcher::matches)
          .map(match -> match.group(1))
          .filter(version -> isBefore(version, mendedIn))
          .map(version -> artifact + " " + version + " (" + name + "), mended in " + mendedIn)
          .toList();
    }
  }

  @Test
  void noLibraryHasAnAdvisoryOfTheList() throws IOException {
    List<String> jars = jars();
    List<String> breaches = new ArrayList<>();
    advisories().stream()
        .filter(advisory -> !advisory.isTolerated())
        .forEach(advisory -> breaches.addAll(advisory.breaches(jars)));

    assertThat(jars).as("the libraries of this build").hasSizeGreaterThan(100);
    assertThat(breaches).isEmpty();
  }

  @Test
  void theListFindsWhatItNames() throws IOException {
    List<String> old =
        List.of(
            "/m2/org/lz4/lz4-java/1.8.0/lz4-java-1.8.0.jar",
            "/m2/io/airlift/aircompressor/2.0.2/aircompressor-2.0.2.jar",
            "/m2/io/airlift/aircompressor/2.0.3/aircompressor-2.0.3.jar",
            "/m2/com/fasterxml/jackson/datatype/jackson-datatype-jdk8/2.13.5/jackson-datatype-jdk8-2.13.5.jar");
    List<String> breaches = new ArrayList<>();
    advisories().forEach(advisory -> breaches.addAll(advisory.breaches(old)));

    assertThat(breaches).hasSize(3).noneMatch(breach -> breach.contains("2.0.3 ("));
  }

  @Test
  void whatIsToleratedIsStillUsed() throws IOException {
    List<String> jars = jars();

    assertThat(advisories().stream().filter(Advisory::isTolerated))
        .allSatisfy(
            advisory ->
                assertThat(advisory.breaches(jars)).as("still to be tolerated").isNotEmpty());
  }

  private static List<Advisory> advisories() throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> !line.startsWith("#") && !line.startsWith("group,"))
        .map(line -> line.split(",", 5))
        .map(cells -> new Advisory(cells[0], cells[1], cells[2], cells[3], cells[4]))
        .toList();
  }

  private static List<String> jars() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(jar -> jar.replace('\\', '/'))
        .filter(jar -> jar.endsWith(".jar"))
        .toList();
  }

  private static boolean isBefore(String version, String other) {
    List<Integer> one = numbers(version);
    List<Integer> two = numbers(other);
    for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
      int a = i < one.size() ? one.get(i) : 0;
      int b = i < two.size() ? two.get(i) : 0;
      if (a != b) {
        return a < b;
      }
    }
    return false;
  }

  /** The numbers that a version begins with. */
  private static List<Integer> numbers(String version) {
    return Arrays.stream(version.split("[.-]", -1))
        .takeWhile(part -> part.matches("\\d+"))
        .map(Integer::valueOf)
        .toList();
  }
}
