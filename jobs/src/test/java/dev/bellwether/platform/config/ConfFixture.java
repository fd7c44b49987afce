package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Polarity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A configuration folder to fill: it starts with one good scorecard and one good source, acme. */
final class ConfFixture {
  static final Set<String> STAGING = Set.of("accounts", "subscriptions", "usage_events", "tickets");
  static final Map<String, ReadableFeature> FEATURES =
      new TreeMap<>(
          Map.of(
              "active_users_28d_change", feature(FeatureKind.NUMBER),
              "open_tickets",
                  new ReadableFeature(FeatureKind.NUMBER, Optional.of(Polarity.LOWER_IS_BETTER)),
              "mrr", feature(FeatureKind.NUMBER),
              "segment", feature(FeatureKind.TEXT),
              "notice_in_force", feature(FeatureKind.FLAG),
              "customer_since", feature(FeatureKind.OTHER)));

  final Path folder;
  final Map<String, String> environment = new HashMap<>();

  ConfFixture(Path folder) {
    this.folder = folder;
    write("scorecards/default.yaml", resource("scorecard.yaml"));
    write("sources/acme/source.yaml", resource("source.yaml"));
  }

  private static ReadableFeature feature(FeatureKind kind) {
    return new ReadableFeature(kind, Optional.empty());
  }

  static String resource(String name) {
    try (InputStream in = ConfFixture.class.getResourceAsStream("/config/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfFixture write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the good scorecard with one text replaced. */
  ConfFixture scorecardWith(String old, String changed) {
    return write("scorecards/default.yaml", replaced("scorecard.yaml", old, changed));
  }

  /** Writes the good source with one text replaced. */
  ConfFixture sourceWith(String old, String changed) {
    return write("sources/acme/source.yaml", replaced("source.yaml", old, changed));
  }

  ConfFixture settings(String yaml) {
    return write("bellwether.yaml", yaml);
  }

  ConfFixture variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Configuration load(String... sets) {
    return load(Optional.empty(), Optional.empty(), sets);
  }

  Configuration loadAcme(String... sets) {
    return load(Optional.of("acme"), Optional.empty(), sets);
  }

  Configuration load(Optional<String> source, Optional<String> home, String... sets) {
    return new ConfigurationLoader(folder, environment, STAGING, FEATURES)
        .load(source, List.of(sets), home);
  }

  private static String replaced(String resource, String old, String changed) {
    String text = resource(resource);
    if (!text.contains(old)) {
      throw new IllegalArgumentException("the fixture lacks " + old);
    }
    return text.replace(old, changed);
  }
}
