package dev.bellwether.platform.files;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that others read while it is replaced: they find the old text or the new one. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file in place of one that may be there; folders above it are made.
   *
   * @throws BellwetherException when it cannot be written
   */
  public static void replace(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      // no ending of a finished file: collectors take in all that have theirs
      Path unfinished = folder.resolve("." + file.getFileName() + ".unfinished");
      Files.writeString(unfinished, text);
      Files.move(
          unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  /**
   * Removes a file, if it is there.
   *
   * @throws BellwetherException when it cannot be removed, or is a folder that holds something
   */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  private static BellwetherException refused(Path file, IOException e) {
    return BellwetherException.configuration(
            file + " cannot be written", e.toString(), "name a file in a folder of your own")
        .causedBy(e);
  }
}
