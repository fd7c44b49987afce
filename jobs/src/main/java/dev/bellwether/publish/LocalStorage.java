package dev.bellwether.publish;

import dev.bellwether.platform.files.OwnersOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A published folder on a local disk: what is written is flushed, and replaced by renaming. It is
 * made for its owner only; who lets a group or others read it lets them read what is made later.
 */
final class LocalStorage implements Storage {
  private static final Set<PosixFilePermission> OF_THE_OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> CHANGES =
      PosixFilePermissions.fromString("----w--w-");
  private static final Set<PosixFilePermission> ENTERS =
      PosixFilePermissions.fromString("--x--x--x");

  private final Path root;
  private final Configuration configuration;

  LocalStorage(Path root, Configuration configuration) {
    this.root = root.toAbsolutePath().normalize();
    this.configuration = configuration;
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public String location(String path) {
    return "file://" + root.resolve(path);
  }

  @Override
  public String link(String path) {
    return root.resolve(path).toUri().toString();
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> list(String folder) {
    if (!Files.isDirectory(root.resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(root.resolve(folder))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw Storage.failed("list " + root.resolve(folder), e);
    }
  }

  @Override
  public long size(String file) {
    try {
      return Files.size(root.resolve(file));
    } catch (IOException e) {
      throw Storage.failed("read " + root.resolve(file), e);
    }
  }

  @Override
  public String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw Storage.failed("read " + root.resolve(file), e);
    }
  }

  @Override
  public void makeFolder(String folder) {
    try {
      makeFolders(root.resolve(folder));
    } catch (IOException e) {
      throw Storage.failed("make folder " + root.resolve(folder), e);
    }
  }

  @Override
  public InputStream open(String file) {
    try {
      return Files.newInputStream(root.resolve(file));
    } catch (IOException e) {
      throw Storage.failed("read " + root.resolve(file), e);
    }
  }

  @Override
  public boolean isFolder(String path) {
    return Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean mayBeAtWork(String folder) {
    return false;
  }

  @Override
  public void write(String file, byte[] content) {
    Path target = root.resolve(file);
    Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
    try {
      makeFolders(target.getParent());
      OwnersOnly.write(temporary, content);
      protect(temporary);
      flush(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      flushFolder(target.getParent());
    } catch (IOException e) {
      throw Storage.failed("write " + target, e);
    }
  }

  @Override
  public void move(String from, String to) {
    Path target = root.resolve(to);
    try {
      makeFolders(target.getParent());
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(root.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
      own(target);
    } catch (IOException e) {
      throw Storage.failed("move " + from + " to " + target, e);
    }
  }

  @Override
  public void copy(String from, String to) {
    Path target = root.resolve(to);
    try {
      makeFolders(target.getParent());
      Files.copy(root.resolve(from), target);
      own(target);
    } catch (IOException e) {
      throw Storage.failed("copy " + from + " to " + target, e);
    }
  }

  @Override
  public void delete(String path) {
    if (!exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root.resolve(path))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw Storage.failed("delete " + root.resolve(path), e);
    }
  }

  @Override
  public void link(String link, String folder) {
    Path temporary = root.resolve("." + link + ".new");
    try {
      Files.deleteIfExists(temporary);
      Files.createSymbolicLink(temporary, Path.of(folder));
      Files.move(temporary, root.resolve(link), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UnsupportedOperationException e) {
      // current.json is the truth; the link spares readers who can follow it a look
    }
  }

  private void own(Path path) throws IOException {
    protect(path);
    if (Files.isRegularFile(path)) {
      flush(path);
    }
    flushFolder(path.getParent());
  }

  /** A home that is missing is made for its owner; within, all is the readers' of the root. */
  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.equals(root)) {
      OwnersOnly.makeHome(root.getParent());
    } else {
      makeFolders(folder.getParent());
    }
    OwnersOnly.makeFolder(folder);
    protect(folder);
  }

  private void protect(Path path) throws IOException {
    PosixFileAttributeView view = posix(path);
    if (view == null) {
      return;
    }
    if (path.equals(root)) {
      OwnersOnly.protect(root);
      return;
    }
    PosixFileAttributes folder = posix(root).readAttributes();
    Set<PosixFilePermission> readers = EnumSet.copyOf(folder.permissions());
    readers.removeAll(CHANGES);
    readers.addAll(OF_THE_OWNER);
    if (!Files.isDirectory(path)) {
      readers.removeAll(ENTERS);
    }
    view.setPermissions(readers);
    if (!view.readAttributes().group().equals(folder.group())) {
      view.setGroup(folder.group());
    }
  }

  private static PosixFileAttributeView posix(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void flush(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void flushFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // not every system lets a folder be flushed
    }
  }
}
