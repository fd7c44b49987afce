package dev.bellwether.report;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import dev.bellwether.publish.NightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of this machine that takes files, for its owner only, as publications are. */
final class OwnersFolder implements NightFiles.Sink {
  private final Path folder;

  OwnersFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public void add(String path, byte[] content) {
    Path file = folder.resolve(path);
    try {
      OwnersOnly.makeFolder(file.getParent());
      replace(file, content);
    } catch (IOException e) {
      throw BellwetherException.configuration(
              "the report cannot be written into " + folder,
              e.toString(),
              "check that the folder may be written by this user and has space left, or name another by --out")
          .causedBy(e);
    }
  }

  /** At any moment there is the old file or the new one, never a part. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    OwnersOnly.write(part, content);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
