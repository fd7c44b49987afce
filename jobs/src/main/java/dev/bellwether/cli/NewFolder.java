package dev.bellwether.cli;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that an export is written into, for its owner only, and never over another file.
 *
 * @param path where it is, or will be
 */
record NewFolder(Path path) {

  /**
   * Writes a file.
   *
   * @throws BellwetherException when it is there already
   */
  void write(String name, String text) {
    try {
      if (!Files.exists(path)) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.writeString(
          path.resolve(name), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw BellwetherException.configuration(
              path.resolve(name) + " is there already",
              "an export is never written over another",
              "name another --out, or remove the folder")
          .causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written", e);
    }
  }
}
