package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.config.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * How files are reached, in Spark and beside it: Hadoop's files on the class path ({@code
 * core-site.xml}), then the settings {@code spark.hadoop.KEY}, then those that spark-submit or the
 * JVM was given. Hadoop keeps the first connection to a store for the whole process, so whoever
 * made a configuration of his own would make it for all.
 */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /** For what works on a home without Spark. */
  public static Configuration of(Settings settings) {
    Configuration configuration = new Configuration();
    values(settings.spark()).forEach(configuration::set);
    return configuration;
  }

  /** The same as Spark takes them: by keys with its prefix. */
  static Map<String, String> ofSpark(Settings.Spark settings) {
    Map<String, String> prefixed = new TreeMap<>();
    values(settings).forEach((key, value) -> prefixed.put(PREFIX + key, value));
    return prefixed;
  }

  private static Map<String, String> values(Settings.Spark settings) {
    Map<String, String> values = new TreeMap<>();
    settings.hadoop().forEach((key, value) -> values.put(key, value.value()));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(name -> values.put(name.substring(PREFIX.length()), System.getProperty(name)));
    return values;
  }
}
