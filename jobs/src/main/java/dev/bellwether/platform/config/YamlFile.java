package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.TextYaml;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Configuration files in YAML, read by {@link TextYaml}; Commons Configuration's own reader
 * flattens lists of lists, which curves are.
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
      return Section.ofFile(file, TextYaml.load(text), interpolation);
    } catch (MarkedYAMLException e) {
      throw malformed(file, e.getProblemMark().getLine() + 1, e.getProblem(), e);
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw malformed(file, line, "a character that YAML does not allow", e);
    } catch (YAMLException e) {
      throw malformed(file, 1, e.getMessage(), e);
    }
  }

  private static BellwetherException malformed(String file, int line, String why, Exception cause) {
    return BellwetherException.configuration(
            file + ", line " + line + ": this is not valid YAML",
            why,
            "mend that line; indent with spaces, quote texts that contain ': ' or ' #'")
        .causedBy(cause);
  }
}
