package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML with every scalar as the text that was written.
 *
 * <p>Commons Configuration's YAMLConfiguration flattens lists of lists, which curves are, and lets
 * {@code 007}, {@code NO} and {@code 2024-01-01} become a number, a boolean and a date; so files
 * are parsed by the SnakeYAML beneath it.
 */
final class YamlFile {
  private YamlFile() {}

  static Section read(Path file, Interpolation interpolation) {
    return parse(file.toString(), text(file), interpolation);
  }

  /** The file's text, without byte order mark and with plain line ends. */
  static String text(Path file) {
    try {
      String text = Files.readString(file).replace("\r\n", "\n");
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw BellwetherException.configuration(
              file + " is not UTF-8", "some of its bytes are not UTF-8 text", "save it as UTF-8")
          .causedBy(e);
    } catch (IOException e) {
      throw BellwetherException.configuration(
              file + " cannot be read", e.toString(), "check that it is a file you may read")
          .causedBy(e);
    }
  }

  static Section parse(String file, String text, Interpolation interpolation) {
    try {
      return Section.ofFile(file, yaml().load(text), interpolation);
    } catch (MarkedYAMLException e) {
      throw malformed(file, e.getProblemMark().getLine() + 1, e.getProblem(), e);
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw malformed(file, line, "a character that YAML does not allow", e);
    } catch (YAMLException e) {
      throw malformed(file, 1, e.getMessage(), e);
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(unused), unused, options, new TextResolver());
  }

  private static BellwetherException malformed(String file, int line, String why, Exception cause) {
    return BellwetherException.configuration(
            file + ", line " + line + ": this is not valid YAML",
            why,
            "mend that line; indent with spaces, quote texts that contain ': ' or ' #'")
        .causedBy(cause);
  }

  /** Knows no types but text and null, and merges. */
  private static final class TextResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
      addImplicitResolver(Tag.NULL, NULL, "~nN\0", 10);
      addImplicitResolver(Tag.NULL, EMPTY, null, 10);
    }
  }
}
