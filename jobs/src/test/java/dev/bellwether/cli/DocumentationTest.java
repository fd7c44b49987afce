package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.EffectiveValue;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages tell people to type, write and follow exists. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CALL = Pattern.compile("(?:^|[\\s`])(?:\\./)?bellwether ([a-z].*)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern OPTION =
      Pattern.compile("(?<=\\s)(--[a-z-]+|-[A-Za-z])(?=[\\s=]|$)");
  private static final Pattern SET = Pattern.compile("--set ([a-z_.]+)=");
  private static final Pattern SHOWN = Pattern.compile("^show ([a-z_]+)");
  private static final Pattern COLUMNS = Pattern.compile("--columns ([a-z_0-9,]+)");

  private record Call(Path page, String text) {
    @Override
    public String toString() {
      return page + ": bellwether " + text;
    }
  }

  @Test
  void everyDocumentedCommandHasTheOptionsThatAreNamed() {
    List<Call> calls = calls();
    assertThat(calls).hasSizeGreaterThan(30);
    for (Call call : calls) {
      CommandLine command = command(call);
      assertThat(options(call.text()))
          .as(call.toString())
          .allMatch(option -> command.getCommandSpec().optionsMap().containsKey(option));
    }
  }

  @Test
  void everyDocumentedSettingIsOne() {
    for (Call call : calls()) {
      assertThat(groups(SET, call.text())).as(call.toString()).isSubsetOf(settings());
    }
    assertThat(text(ROOT.resolve("docs/configuration.md")))
        .contains(settings().stream().map(key -> "`" + key + "`").toList());
  }

  @Test
  void everyTableAndColumnThatIsShownExists() {
    for (Call call : calls()) {
      for (String table : groups(SHOWN, call.text())) {
        assertThat(Contracts.has(table)).as(call.toString()).isTrue();
        Contract contract = Contracts.of(table);
        for (String columns : groups(COLUMNS, call.text())) {
          assertThat(columns.split(",", -1)).as(call.toString()).isSubsetOf(contract.columnNames());
        }
      }
    }
  }

  @Test
  void everyYamlExampleParses() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
    int examples = 0;
    for (Path page : pages()) {
      for (String example : groups(YAML, text(page))) {
        assertThat(mapper.readTree(example).isObject()).as(page + ":\n" + example).isTrue();
        examples++;
      }
    }
    assertThat(examples).isPositive();
  }

  @Test
  void everyLinkLeadsSomewhere() {
    for (Path page : pages()) {
      for (String link : groups(LINK, withoutCode(text(page)))) {
        if (!link.contains("://")) {
          assertThat(leadsSomewhere(page, link)).as(page + ": " + link).isTrue();
        }
      }
    }
  }

  @Test
  void theReadmeIsShort() {
    assertThat(text(ROOT.resolve("README.md")).lines().count()).isLessThanOrEqualTo(200);
  }

  private static boolean leadsSomewhere(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  private static Set<String> anchors(Path page) {
    return groups(HEADING, text(page)).stream()
        .map(heading -> heading.replace("`", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static CommandLine command(Call call) {
    CommandLine command = new CommandLine(new Bellwether());
    for (String word : call.text().split("\\s+", -1)) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        break;
      }
      command = next;
    }
    assertThat(command.getParent()).as(call + " names a command").isNotNull();
    return command;
  }

  private static List<String> options(String call) {
    return groups(OPTION, call.replaceAll("\"[^\"]*\"", ""));
  }

  private static Set<String> settings() {
    return Configuration.load(
            ROOT.resolve("conf"),
            Optional.of("ravenstack"),
            Map.of(),
            List.of("source.path=anywhere"),
            Optional.empty())
        .values()
        .stream()
        .map(EffectiveValue::key)
        .collect(Collectors.toSet());
  }

  /** Every line that calls the command line, without its comment. */
  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (Path page : pages()) {
      for (String line : text(page).lines().toList()) {
        boolean isCode = line.startsWith("    ") || line.startsWith("$ ");
        if (isCode) {
          groups(CALL, line).forEach(text -> calls.add(new Call(page, uncommented(text))));
        }
      }
    }
    return calls;
  }

  private static String uncommented(String call) {
    return call.replaceAll("\\s+#.*$", "");
  }

  private static String withoutCode(String page) {
    return page.replaceAll("(?s)```.*?```", "").replaceAll("(?m)^    .*$", "");
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(DocumentationTest::first).toList();
  }

  private static String first(MatchResult match) {
    return match.group(1);
  }

  private static List<Path> pages() {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("", "docs", "airflow", "notebooks", "schemas", "benchmarks")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
