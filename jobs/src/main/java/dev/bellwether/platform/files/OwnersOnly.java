package dev.bellwether.platform.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that nobody but their owner may read, from the moment that they are there. On
 * file systems that know no permissions they are as any other.
 */
public final class OwnersOnly {
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";

  private OwnersOnly() {}

  /**
   * Makes a folder in one that is there.
   *
   * @throws FileAlreadyExistsException when something of that name is there
   */
  public static void makeNewFolder(Path folder) throws IOException {
    Files.createDirectory(folder, mode(folder, FOLDER));
  }

  /**
   * Makes a folder and those above it that are missing, all for their owner; one that is there
   * already stays as it is.
   */
  public static void makeFolder(Path folder) throws IOException {
    // asked first, since a link to a folder is one, too
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode(folder, FOLDER));
    }
  }

  /**
   * Makes a home for its owner; folders above it that are missing are as the umask has them, and a
   * home that is there stays as it is.
   */
  public static void makeHome(Path home) throws IOException {
    if (home.toAbsolutePath().getParent() != null) {
      Files.createDirectories(home.toAbsolutePath().getParent());
    }
    makeFolder(home);
  }

  /** Writes a file, in place of one that is there. */
  public static void write(Path file, byte[] content) throws IOException {
    try {
      Files.createFile(file, mode(file, FILE));
    } catch (FileAlreadyExistsException e) {
      protect(file);
    }
    Files.write(file, content);
  }

  /** Takes from others what they may do with a file or folder. */
  public static void protect(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      String mode = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? FOLDER : FILE;
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    boolean knowsModes = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return knowsModes
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
