package dev.bellwether.pipeline;

import dev.bellwether.ingest.Words;
import dev.bellwether.platform.files.LocalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a home keeps beside its tables and tells of customers: logs of runs, and pages. */
final class Leftovers {
  static final String ERASED = "(erased)";

  private Leftovers() {}

  /** Takes words out of the logs; pages go, since the next run makes them. */
  static void erase(String home, Set<String> words) {
    Optional<Path> folder = LocalFolder.of(home);
    if (folder.isEmpty()) {
      return;
    }
    try {
      delete(folder.get().resolve("report"));
      for (Path log : files(folder.get().resolve("logs"))) {
        withoutWords(log, words);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("logs and pages in " + home + " cannot be erased", e);
    }
  }

  private static void withoutWords(Path log, Set<String> words) throws IOException {
    String text = Files.readString(log);
    String erased = Words.without(text, words, ERASED);
    if (!erased.equals(text)) {
      Path written = log.resolveSibling(log.getFileName() + ".new");
      Files.writeString(written, erased);
      Files.move(written, log, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
