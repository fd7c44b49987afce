package dev.bellwether.publish;

import dev.bellwether.platform.warehouse.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** A published folder on HDFS, or on another file system that Hadoop reaches. */
final class HadoopStorage implements Storage {
  private static final FsPermission FOLDER = new FsPermission((short) 0700);
  private static final FsPermission FILE = new FsPermission((short) 0600);
  private final FileSystem files;
  private final Path root;

  HadoopStorage(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public Configuration configuration() {
    return files.getConf();
  }

  @Override
  public String location(String path) {
    return at(path).toString();
  }

  @Override
  public String link(String path) {
    return at(path).toUri().toString();
  }

  @Override
  public boolean exists(String path) {
    try {
      return files.exists(at(path));
    } catch (IOException e) {
      throw Storage.failed("look for " + at(path), e);
    }
  }

  @Override
  public List<String> list(String folder) {
    try {
      List<String> names = new ArrayList<>();
      if (files.exists(at(folder))) {
        for (FileStatus child : files.listStatus(at(folder))) {
          names.add(child.getPath().getName());
        }
      }
      Collections.sort(names);
      return names;
    } catch (IOException e) {
      throw Storage.failed("list " + at(folder), e);
    }
  }

  @Override
  public long size(String file) {
    try {
      return files.getFileStatus(at(file)).getLen();
    } catch (IOException e) {
      throw Storage.failed("read " + at(file), e);
    }
  }

  @Override
  public String read(String file) {
    try (FSDataInputStream in = files.open(at(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Storage.failed("read " + at(file), e);
    }
  }

  @Override
  public void makeFolder(String folder) {
    try {
      makeFolders(at(folder));
    } catch (IOException e) {
      throw Storage.failed("make folder " + at(folder), e);
    }
  }

  @Override
  public InputStream open(String file) {
    try {
      return files.open(at(file));
    } catch (IOException e) {
      throw Storage.failed("read " + at(file), e);
    }
  }

  @Override
  public boolean isFolder(String path) {
    try {
      return files.exists(at(path)) && files.getFileStatus(at(path)).isDirectory();
    } catch (IOException e) {
      throw Storage.failed("look for " + at(path), e);
    }
  }

  @Override
  public boolean mayBeAtWork(String folder) {
    try {
      return FileSystems.mayBeAtWork(files, at(folder));
    } catch (IOException e) {
      throw Storage.failed("look for " + at(folder), e);
    }
  }

  @Override
  public void write(String file, byte[] content) {
    Path target = at(file);
    Path temporary = new Path(target.getParent(), "." + target.getName() + ".new");
    try {
      makeFolders(target.getParent());
      try (FSDataOutputStream out = files.create(temporary, true)) {
        out.write(content);
        out.hsync();
      }
      files.setPermission(temporary, FILE);
      // FileSystem.rename refuses to replace; this one is atomic on HDFS
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw Storage.failed("write " + target, e);
    }
  }

  @Override
  public void move(String from, String to) {
    try {
      makeFolders(at(to).getParent());
      if (files.exists(at(to)) || !files.rename(at(from), at(to))) {
        throw new IOException("there is a file already, or the file system refused");
      }
      protect(at(to));
    } catch (IOException e) {
      throw Storage.failed("move " + from + " to " + at(to), e);
    }
  }

  @Override
  public void copy(String from, String to) {
    try {
      makeFolders(at(to).getParent());
      FileUtil.copy(files, at(from), files, at(to), false, false, files.getConf());
      protect(at(to));
    } catch (IOException e) {
      throw Storage.failed("copy " + from + " to " + at(to), e);
    }
  }

  @Override
  public void delete(String path) {
    try {
      files.delete(at(path), true);
    } catch (IOException e) {
      throw Storage.failed("delete " + at(path), e);
    }
  }

  @Override
  public void link(String link, String folder) {
    // HDFS has no links; readers there follow current.json
  }

  private void makeFolders(Path folder) throws IOException {
    if (!files.exists(folder)) {
      files.mkdirs(folder, FOLDER);
    }
  }

  private void protect(Path path) throws IOException {
    files.setPermission(path, files.getFileStatus(path).isDirectory() ? FOLDER : FILE);
  }

  private Path at(String path) {
    return path.isEmpty() ? root : new Path(root, path);
  }
}
