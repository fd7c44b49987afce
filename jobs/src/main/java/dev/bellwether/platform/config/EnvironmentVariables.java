package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Settings given by environment variables: {@code BELLWETHER_CHURN_GAP_DAYS}. */
final class EnvironmentVariables {
  static final String PREFIX = "BELLWETHER_";

  /** Read by the launcher, the Airflow DAG or the command, before there is any configuration. */
  private static final Set<String> LAUNCHER =
      Set.of(
          "BELLWETHER_JAVA_OPTS",
          "BELLWETHER_JARS",
          "BELLWETHER_SUBMIT_OPTS",
          "BELLWETHER_CONF",
          "BELLWETHER_PROJECT",
          "BELLWETHER_SOURCE",
          "BELLWETHER_MASTER",
          "BELLWETHER_ENDS_WITH_PARENT");

  private EnvironmentVariables() {}

  /** The values that the environment gives, by key. */
  static Map<String, String> values(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !LAUNCHER.contains(name)) {
        values.put(settingOf(name).key(), variable.getValue());
      }
    }
    return values;
  }

  private static Setting<?> settingOf(String variable) {
    Optional<Setting<?>> setting =
        SettingKeys.all().stream().filter(some -> some.variable().equals(variable)).findFirst();
    List<String> known = SettingKeys.all().stream().<String>map(Setting::variable).toList();
    return setting.orElseThrow(
        () ->
            BellwetherException.configuration(
                "environment variable " + variable + " sets nothing",
                "variables that begin with "
                    + PREFIX
                    + " are settings, and there is none of that"
                    + " name",
                Nearest.advice(variable, known)));
  }
}
