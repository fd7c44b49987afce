package dev.bellwether.platform.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * A setting that users may give.
 *
 * @param key its key, such as {@code churn.gap_days}
 * @param variable the environment variable that sets it; empty where none does
 * @param allowed which values it takes, for people
 * @param secret whether its value must never be shown or written into a file
 * @param parser turns text into its value; throws when the text is not allowed
 */
record Setting<T>(
    String key, String variable, String allowed, boolean secret, Function<String, T> parser) {

  static <T> Setting<T> of(String key, String allowed, Function<String, T> parser) {
    String variable = EnvironmentVariables.PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    return new Setting<>(key, variable, allowed, false, parser);
  }

  static Setting<Integer> wholeNumber(String key, int minimum, int maximum) {
    String range =
        maximum == Integer.MAX_VALUE
            ? "a whole number, at least " + minimum
            : "a whole number from " + minimum + " to " + maximum;
    return of(key, range, text -> within(Integer.parseInt(text), minimum, maximum));
  }

  private static int within(int number, int minimum, int maximum) {
    if (number < minimum || number > maximum) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }
}
