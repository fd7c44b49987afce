package dev.bellwether.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one folder, each growing in the order in which text is appended; they appear under
 * their names only when all is written.
 */
final class OrderedFiles implements AutoCloseable {

  private final Path folder;
  private final UnaryOperator<String> header;
  private final Map<String, OutputStream> open = new TreeMap<>();
  private final Set<String> kept = new HashSet<>();

  /**
   * Opens a folder.
   *
   * @param header gives the first line of a file by its name, empty for none
   */
  OrderedFiles(Path folder, UnaryOperator<String> header) {
    this.folder = folder;
    this.header = header;
  }

  /** Leaves a file as it is if it exists already; else starts it, so that it exists even empty. */
  void keepOrStart(String name) throws IOException {
    if (Files.exists(folder.resolve(name))) {
      kept.add(name);
    } else {
      stream(name);
    }
  }

  void append(ChunkOutput chunk) throws IOException {
    for (Map.Entry<String, StringBuilder> text : chunk.texts.entrySet()) {
      if (!kept.contains(text.getKey())) {
        stream(text.getKey()).write(text.getValue().toString().getBytes(UTF_8));
      }
    }
  }

  /** Starts a file with its header, if it is not open yet. */
  OutputStream stream(String name) throws IOException {
    OutputStream stream = open.get(name);
    if (stream == null) {
      Path file = unfinished(name);
      Files.createDirectories(file.getParent());
      stream = compressed(name, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
      open.put(name, stream);
      String first = header.apply(name);
      stream.write((first.isEmpty() ? "" : first + "\n").getBytes(UTF_8));
    }
    return stream;
  }

  /** Closes all files and gives them their names. */
  void finish() throws IOException {
    close();
    for (String name : open.keySet()) {
      Files.move(unfinished(name), folder.resolve(name), REPLACE_EXISTING, ATOMIC_MOVE);
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    for (OutputStream stream : open.values()) {
      stream.close();
    }
  }

  private Path unfinished(String name) {
    Path file = folder.resolve(name);
    return file.resolveSibling("." + file.getFileName() + ".unfinished");
  }

  private static OutputStream compressed(String name, OutputStream plain) throws IOException {
    return name.endsWith(".gz") ? new FastGzip(plain) : plain;
  }

  /** Gzip at its fastest level; its header holds no time, so equal content has equal bytes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream plain) throws IOException {
      super(plain, 1 << 16);
      def.setLevel(1);
    }
  }
}
