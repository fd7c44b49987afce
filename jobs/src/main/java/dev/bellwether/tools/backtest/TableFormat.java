package dev.bellwether.tools.backtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * How a file is to be read, by its first bytes.
 *
 * @param name csv, json, parquet or delta
 * @param options of Spark's reader
 */
record TableFormat(String name, Map<String, String> options) {
  private static final int ENOUGH_BYTES = 64 * 1024;
  private static final List<String> SEPARATORS = List.of(",", ";", "\t", "|");

  /** The format of a file or of a Delta folder. */
  static TableFormat of(FileStatus file, Configuration hadoop) {
    if (file.isDirectory()) {
      return new TableFormat("delta", Map.of());
    }
    byte[] bytes = start(file.getPath(), hadoop);
    FileKind.requireTable(file.getPath(), bytes);
    String start = new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", "");
    String extension =
        file.getPath().getName().toLowerCase(Locale.ROOT).replaceAll("\\.(gz|bz2|zst)$", "");
    if (start.startsWith("PAR1")) {
      return new TableFormat("parquet", Map.of());
    }
    boolean namedCsv = extension.endsWith(".csv") || extension.endsWith(".tsv");
    if (!namedCsv && start.stripLeading().startsWith("{")) {
      return new TableFormat("json", Map.of());
    }
    if (!namedCsv && start.stripLeading().startsWith("[")) {
      return new TableFormat("json", Map.of("multiLine", "true"));
    }
    return new TableFormat("csv", Map.of("sep", separator(start), "multiLine", "true"));
  }

  private static String separator(String start) {
    String header = start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return SEPARATORS.stream()
        .max(
            Comparator.comparingInt((String each) -> header.split(Pattern.quote(each), -1).length)
                .thenComparing(each -> -SEPARATORS.indexOf(each)))
        .orElseThrow();
  }

  private static byte[] start(Path path, Configuration hadoop) {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    try (InputStream bytes = path.getFileSystem(hadoop).open(path);
        InputStream in = codec == null ? bytes : codec.createInputStream(bytes)) {
      return in.readNBytes(ENOUGH_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
