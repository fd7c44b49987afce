package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists the raw files of an input. */
final class RawFiles {
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
      List<RawFile> files = list(path, input, path.getFileSystem(hadoop));
      if (files.isEmpty() && input.required()) {
        throw missing(source, inputName, path);
      }
      return files;
    } catch (FileNotFoundException e) {
      throw missing(source, inputName, path).causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }

  private static List<RawFile> list(Path path, Source.Input input, FileSystem files)
      throws IOException {
    FileStatus[] matches = files.globStatus(path);
    List<RawFile> found = new ArrayList<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      if (input.format().equals("delta")) {
        found.add(deltaTable(match, files));
      } else if (match.isDirectory()) {
        found.addAll(filesBelow(match.getPath(), files));
      } else {
        found.add(rawFile(match));
      }
    }
    found.sort(Comparator.comparing(RawFile::path));
    return found;
  }

  private static List<RawFile> filesBelow(Path folder, FileSystem files) throws IOException {
    List<RawFile> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = files.listFiles(folder, true);
    while (below.hasNext()) {
      LocatedFileStatus file = below.next();
      String name = file.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        found.add(rawFile(file));
      }
    }
    return found;
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
