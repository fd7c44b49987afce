package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files of a table by files, folders and globs. */
final class TableFiles {
  private final Configuration hadoop;

  TableFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** All files, each once, as named, those of a folder by path; a Delta table is its folder. */
  List<FileStatus> find(List<String> patterns) {
    List<FileStatus> found = new ArrayList<>();
    try {
      for (String pattern : patterns) {
        List<FileStatus> files = find(new Path(pattern));
        if (files.isEmpty()) {
          throw BellwetherException.configuration(
              "there is no file " + pattern,
              "nothing is at "
                  + new Path(pattern)
                      .makeQualified(
                          fileSystem(pattern).getUri(), fileSystem(pattern).getWorkingDirectory()),
              "correct --features; it takes files, folders and globs");
        }
        found.addAll(files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + String.join(", ", patterns), e);
    }
    return List.copyOf(new LinkedHashSet<>(found));
  }

  private FileSystem fileSystem(String pattern) throws IOException {
    return new Path(pattern).getFileSystem(hadoop);
  }

  private List<FileStatus> find(Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus[] matches = files.globStatus(path);
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      found.addAll(match.isDirectory() ? inFolder(match, files) : List.of(match));
    }
    found.sort(Comparator.comparing(FileStatus::getPath));
    return found;
  }

  private static List<FileStatus> inFolder(FileStatus folder, FileSystem files) throws IOException {
    if (isDelta(folder, files)) {
      return List.of(folder);
    }
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus child : files.listStatus(folder.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        found.addAll(child.isDirectory() ? inFolder(child, files) : List.of(child));
      }
    }
    return found;
  }

  private static boolean isDelta(FileStatus folder, FileSystem files) throws IOException {
    return Arrays.stream(files.listStatus(folder.getPath()))
        .anyMatch(child -> child.getPath().getName().equals("_delta_log"));
  }
}
