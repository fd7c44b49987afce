package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.List;
import java.util.Optional;

/** The values in force: filled in, parsed and checked. */
final class Values {
  /** Shorter keys are part of many words. */
  private static final int LONG_ENOUGH = 8;

  private final Layers layers;
  private final Interpolation interpolation;

  Values(Layers layers, Interpolation interpolation) {
    this.layers = layers;
    this.interpolation = interpolation;
  }

  /** The value of a setting that has a default. */
  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException("no default for " + setting.key()));
  }

  /** The value of a setting; none when it is given nowhere. */
  <T> Optional<T> find(Setting<T> setting) {
    return filled(setting).map(text -> parsed(setting, text));
  }

  /** The settings of an open group that somebody has given, by key. */
  List<Setting<Secret>> hadoop() {
    return layers.keys().stream().filter(HadoopKeys::has).map(HadoopKeys::setting).toList();
  }

  /** Whether nobody has said otherwise. */
  boolean isDefault(Setting<?> setting) {
    return layers.origin(setting.key()).equals(Layers.DEFAULT);
  }

  /** The setting as {@code bellwether config} shows it. */
  EffectiveValue shown(Setting<?> setting) {
    Optional<String> text = filled(setting).filter(some -> !some.isEmpty());
    String shown =
        text.map(some -> isSecret(setting, some) ? "********" : some).orElse("(not set)");
    return new EffectiveValue(setting.key(), shown, layers.origin(setting.key()));
  }

  /** Whether a text is a secret, or holds one that was put under another setting's name. */
  private boolean isSecret(Setting<?> setting, String text) {
    return setting.secret()
        || find(SettingKeys.PRIVACY_HASH_KEY)
            .filter(key -> key.isSet() && key.value().length() >= LONG_ENOUGH)
            .filter(key -> text.contains(key.value()))
            .isPresent();
  }

  private <T> T parsed(Setting<T> setting, String text) {
    try {
      return setting.parser().apply(text);
    } catch (RuntimeException e) {
      String value = isSecret(setting, text) ? "" : " " + text;
      throw BellwetherException.configuration(
              where(setting) + " does not take the value" + (value.isBlank() ? " given" : value),
              "it is not " + setting.allowed(),
              "write " + setting.allowed())
          .causedBy(e);
    }
  }

  /** A variable that is not set is an error, but a secret's is a secret that is not set. */
  private Optional<String> filled(Setting<?> setting) {
    Optional<String> written = layers.value(setting.key());
    if (written.isEmpty() || isFromEnvironment(setting)) {
      return written;
    }
    if (setting.secret()) {
      refuseWrittenSecret(setting, written.get());
      if (interpolation.firstUnset(where(setting), written.get()).isPresent()) {
        return Optional.empty();
      }
    }
    return written.map(text -> interpolation.fill(where(setting), text));
  }

  private void refuseWrittenSecret(Setting<?> setting, String written) {
    if (!Interpolation.isOneVariable(written)) {
      throw BellwetherException.configuration(
          where(setting) + " holds a secret",
          "secrets in files and arguments are seen by too many",
          (setting.variable().isEmpty() ? "" : "set " + setting.variable() + ", or ")
              + "write "
              + setting.allowed());
    }
  }

  private boolean isFromEnvironment(Setting<?> setting) {
    return layers.origin(setting.key()).equals(Layers.ENVIRONMENT + setting.variable());
  }

  private String where(Setting<?> setting) {
    String origin = layers.origin(setting.key());
    return isFromEnvironment(setting) ? origin : origin + ": " + setting.key();
  }
}
