package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the raw files of an input. */
final class RawFiles {
  private static final Pattern TECHNICAL =
      Pattern.compile(
          "_SUCCESS|_(common_)?metadata|_(started|committed|temporary|delta_log|spark_metadata)(_.*)?");

  private RawFiles() {}

  /**
   * The files of an input in order of path; a Delta table is one file, its folder.
   *
   * @throws BellwetherException when a required input has none
   */
  static List<RawFile> list(Configuration hadoop, Source source, String inputName) {
    Source.Input input = source.inputs().get(inputName);
    Path path = new Path(new Path(source.path()), input.path());
    try {
      List<RawFile> files = list(path, input, FileSystems.of(path, hadoop));
      if (files.isEmpty() && input.required()) {
        throw missing(source, inputName, path);
      }
      return files;
    } catch (FileNotFoundException e) {
      throw missing(source, inputName, path).causedBy(e);
    } catch (IllegalArgumentException e) {
      throw BellwetherException.configuration(
              "source " + source.name() + ": input " + inputName + " cannot be listed",
              "a file at " + path + " has a name that Spark cannot read: " + e.getMessage(),
              "rename it; a colon may not be in it")
          .causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }

  /**
   * Fails when a file is not what it was: who reads it while it is written may have read half a row
   * of it.
   *
   * @param before the files as they were when they began to be read
   */
  static void requireUnchanged(Configuration hadoop, List<RawFile> before) {
    List<RawFile> now = asTheyAre(hadoop, before);
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).isListedAs(before.get(i))) {
        throw changed(
            before.get(i).path(),
            "it had " + before.get(i).bytes() + " bytes, and has " + now.get(i).bytes() + " now");
      }
    }
  }

  /** The files as they are at this moment. */
  static List<RawFile> asTheyAre(Configuration hadoop, List<RawFile> files) {
    return files.stream().map(file -> asItIs(hadoop, file)).toList();
  }

  private static RawFile asItIs(Configuration hadoop, RawFile file) {
    Path path = new Path(file.path());
    try {
      return rawFile(path.getFileSystem(hadoop).getFileStatus(path));
    } catch (FileNotFoundException e) {
      throw changed(file.path(), "it is gone").causedBy(e);
    } catch (IOException e) {
      throw FirstBytes.unreadable(file, e);
    }
  }

  private static BellwetherException changed(String path, String how) {
    return BellwetherException.data(
        path + " was changed while it was read",
        how + ": its delivery may not have ended",
        "run again when it has; a delivery is safe when files are written under another name or"
            + " elsewhere, and then renamed");
  }

  private static List<RawFile> list(Path path, Source.Input input, FileSystem files)
      throws IOException {
    FileStatus[] matches = files.globStatus(path);
    Map<String, RawFile> found = new TreeMap<>();
    Set<String> real = new HashSet<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      if (input.isDelta()) {
        RawFile table = deltaTable(match, files);
        found.put(table.path(), table);
      } else if (match.isDirectory()) {
        addBelow(match.getPath(), files, found, real);
      } else if (!isHidden(match.getPath()) && real.add(realPath(match.getPath()))) {
        requireReadable(match.getPath());
        found.put(match.getPath().toString(), rawFile(match));
      }
    }
    return List.copyOf(found.values());
  }

  /** Files in a folder and the folders below it, each once, however many links lead to it. */
  private static void addBelow(
      Path folder, FileSystem files, Map<String, RawFile> found, Set<String> real)
      throws IOException {
    if (!real.add(realPath(folder))) {
      return;
    }
    for (FileStatus status : files.listStatus(folder)) {
      if (isHidden(status.getPath())) {
        continue;
      }
      requireReadable(status.getPath());
      if (status.isDirectory()) {
        addBelow(status.getPath(), files, found, real);
      } else if (real.add(realPath(status.getPath()))) {
        found.put(status.getPath().toString(), rawFile(status));
      }
    }
  }

  /** What is no data: hidden, or noted there by what writes Parquet and Delta. */
  private static boolean isHidden(Path path) {
    String name = path.getName();
    return name.startsWith(".") || TECHNICAL.matcher(name).matches();
  }

  /** Spark passes over such files without a word. */
  private static void requireReadable(Path path) {
    if (path.getName().startsWith("_")) {
      throw BellwetherException.configuration(
          path + " cannot be read",
          "a file whose name begins with _ is taken for a technical one",
          "rename it, or name a path that leaves it out");
    }
  }

  /** Where links lead to; only local folders have any. */
  private static String realPath(Path path) throws IOException {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file")
        ? java.nio.file.Path.of(path.toUri().getPath()).toRealPath().toString()
        : path.toString();
  }

  private static RawFile deltaTable(FileStatus folder, FileSystem files) throws IOException {
    FileStatus log = files.getFileStatus(new Path(folder.getPath(), "_delta_log"));
    long bytes = files.getContentSummary(log.getPath()).getLength();
    return new RawFile(folder.getPath().toString(), bytes, log.getModificationTime());
  }

  private static RawFile rawFile(FileStatus file) {
    return new RawFile(file.getPath().toString(), file.getLen(), file.getModificationTime());
  }

  private static BellwetherException missing(Source source, String inputName, Path path) {
    return BellwetherException.configuration(
        "source " + source.name() + ": input " + inputName + " has no file",
        "nothing is at " + path,
        "put the file there, correct inputs."
            + inputName
            + ".path in its source.yaml (or --set source.path=FOLDER), or state required: false");
  }
}
