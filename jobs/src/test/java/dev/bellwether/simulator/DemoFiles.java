package dev.bellwether.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads a simulated export, naively. */
final class DemoFiles {

  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(null|\"([^\"]*)\"|[^,}]+)");

  final Path raw;
  final Path truth;

  DemoFiles(Path folder) {
    this.raw = folder.resolve("raw");
    this.truth = folder.resolve("truth");
  }

  static DemoFiles simulated(SimulatorOptions options, Path folder) {
    DemoFiles files = new DemoFiles(folder);
    Simulator.write(options, files.raw, files.truth);
    return files;
  }

  List<Map<String, String>> rows(String file) {
    return rows(raw.resolve(file), ",");
  }

  List<Map<String, String>> contracts() {
    return rows(raw.resolve("subscriptions.csv"), ";");
  }

  List<Map<String, String>> truth(String file) {
    return rows(truth.resolve(file), ",");
  }

  /** The rows of JSON lines; null fields are empty texts. */
  List<Map<String, String>> objects(String file) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines(raw.resolve(file))) {
      Map<String, String> row = new LinkedHashMap<>();
      Matcher field = FIELD.matcher(line);
      while (field.find()) {
        String text = field.group(3) == null ? field.group(2) : field.group(3);
        row.put(field.group(1), text.equals("null") ? "" : text);
      }
      rows.add(row);
    }
    return rows;
  }

  List<Map<String, String>> usage() {
    List<Map<String, String>> rows = new ArrayList<>();
    usageFiles().forEach(file -> rows.addAll(rows(file, ",")));
    return rows;
  }

  List<Path> usageFiles() {
    try (Stream<Path> files = Files.list(raw.resolve("usage"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file's bytes by its path in the folder. */
  static Map<String, String> contents(Path folder) {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        contents.put(folder.relativize(file).toString(), new String(bytes, ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static List<Map<String, String>> rows(Path file, String separator) {
    List<String> lines = lines(file);
    String[] names = lines.get(0).split(separator, -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(separator, -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> lines(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader reader = new BufferedReader(new InputStreamReader(text, UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
