package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${env:NAME}</code> by the value of an environment variable, and nothing else.
 *
 * <p>Commons Configuration's own interpolation is off: it knows lookups that run scripts and read
 * files or addresses, and it looks into the values that it puts in. Here a value is put in as it
 * is.
 */
final class Interpolation {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");
  private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<String, String> environment;
  private final Map<String, String> parameters;

  Interpolation(Map<String, String> environment) {
    this(environment, Map.of());
  }

  private Interpolation(Map<String, String> environment, Map<String, String> parameters) {
    this.environment = Map.copyOf(environment);
    this.parameters = Map.copyOf(parameters);
  }

  /** One that also replaces <code>${NAME}</code> by the parameter of that name. */
  Interpolation with(Map<String, String> named) {
    return new Interpolation(environment, named);
  }

  /**
   * The text with its variables filled in.
   *
   * @param where file and key, for errors
   */
  String fill(String where, String text) {
    Optional<String> unset = firstUnset(where, text);
    if (unset.isPresent()) {
      throw BellwetherException.configuration(
          where + " needs the environment variable " + unset.get(),
          "its value names ${env:" + unset.get() + "}, and that variable is not set",
          "set " + unset.get() + ", or write another value");
    }
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String inside) {
    return parameters.containsKey(inside)
        ? parameters.get(inside)
        : environment.get(variable(inside));
  }

  /** The first variable that the text names and the environment lacks. */
  Optional<String> firstUnset(String where, String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    Optional<String> unset = Optional.empty();
    while (matcher.find()) {
      boolean isWhole = matcher.group().endsWith("}");
      if (isWhole && parameters.containsKey(matcher.group(1))) {
        continue;
      }
      String name = variable(matcher.group(1));
      if (name == null || !isWhole) {
        throw notReplaced(where, matcher.group());
      }
      if (unset.isEmpty() && !environment.containsKey(name)) {
        unset = Optional.of(name);
      }
    }
    return unset;
  }

  private BellwetherException notReplaced(String where, String placeholder) {
    String known =
        parameters.isEmpty()
            ? "write ${env:NAME} with the name of an environment variable, or the value itself"
            : "write ${env:NAME}, or a parameter: "
                + String.join(", ", new TreeSet<>(parameters.keySet()));
    return BellwetherException.configuration(
        where + " contains " + placeholder,
        "only ${env:NAME} is replaced; other lookups could run code or read files",
        known);
  }

  /** Whether the whole text is one variable, so that the text itself tells no secret. */
  static boolean isOneVariable(String text) {
    return text.startsWith("${")
        && text.endsWith("}")
        && variable(text.substring(2, text.length() - 1)) != null;
  }

  private static String variable(String inside) {
    Matcher matcher = VARIABLE.matcher(inside);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
