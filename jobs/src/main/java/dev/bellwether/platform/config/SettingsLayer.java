package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a section of a file, or the arguments of {@code --set}, into values by known key. */
final class SettingsLayer {
  private SettingsLayer() {}

  /** The values of a section whose keys may be nested or dotted. */
  static Map<String, String> ofSection(Section section) {
    Map<String, String> values = new LinkedHashMap<>();
    addAll(section, "", values);
    return values;
  }

  /** The values of {@code key=value} arguments; of a key given twice the last counts. */
  static Map<String, String> ofArguments(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw BellwetherException.configuration(
            "--set " + argument + " sets nothing",
            "there is no '=' in it",
            "write --set key=value, such as --set churn.gap_days=31");
      }
      String key = argument.substring(0, equals).strip();
      if (SettingKeys.ofKey(key).isEmpty()) {
        throw BellwetherException.configuration(
            "--set " + key + " sets nothing",
            "there is no setting of that key",
            Nearest.advice(key, SettingKeys.keys()));
      }
      values.put(key, argument.substring(equals + 1));
    }
    return values;
  }

  private static void addAll(Section section, String prefix, Map<String, String> values) {
    for (String name : section.keys()) {
      String key = prefix + name;
      if (isSectionOfSettings(key) && section.raw(name) instanceof Map) {
        addAll(section.section(name), key + ".", values);
      } else if (SettingKeys.ofKey(key).isPresent()) {
        add(section, name, key, values);
      } else if (isSectionOfSettings(key)) {
        throw section.wrong(
            name, "it is a group of settings, not a setting", "write one of " + keysIn(key));
      } else {
        String advice = Nearest.advice(key, SettingKeys.keys());
        throw section.wrong(name, "there is no setting of that key", advice);
      }
    }
  }

  private static void add(Section section, String name, String key, Map<String, String> values) {
    Object value = section.raw(name);
    if (value == null || value instanceof Map || value instanceof List) {
      String allowed = SettingKeys.ofKey(key).orElseThrow().allowed();
      throw section.wrong(name, "it has no single value", "write " + allowed + ", or drop the key");
    }
    if (values.put(key, value.toString()) != null) {
      throw section.wrong(name, "the key is given twice, nested and dotted", "keep one of them");
    }
  }

  private static boolean isSectionOfSettings(String key) {
    return HadoopKeys.has(key) || !keysIn(key).isEmpty();
  }

  private static List<String> keysIn(String group) {
    return group.equals(HadoopKeys.GROUP)
        ? List.of(HadoopKeys.EXAMPLE)
        : SettingKeys.keys().stream().filter(key -> key.startsWith(group + ".")).toList();
  }
}
