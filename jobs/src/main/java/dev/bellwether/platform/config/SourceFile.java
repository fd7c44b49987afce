package dev.bellwether.platform.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * A source's file, parsed but not yet understood.
 *
 * @param name the source's name
 * @param path the file
 * @param content what it holds
 */
record SourceFile(String name, Path path, Section content) {

  static SourceFile read(String name, Path path, Interpolation interpolation) {
    return new SourceFile(name, path, YamlFile.read(path, interpolation));
  }

  /** The settings that it gives. */
  Map<String, String> settings() {
    return SettingsLayer.ofSection(content.section("settings"));
  }
}
