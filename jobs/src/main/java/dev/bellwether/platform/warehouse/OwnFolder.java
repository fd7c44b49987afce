package dev.bellwether.platform.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** A folder that its owner alone may enter, where the file system knows owners. */
final class OwnFolder {
  private static final String OF_THE_OWNER = "700";

  private OwnFolder() {}

  /** Makes it where there is none yet; one that is there stays as it is. */
  static void make(Path folder, Configuration configuration) {
    try {
      FileSystem files = folder.getFileSystem(configuration);
      if (!files.exists(folder)) {
        files.mkdirs(folder);
        files.setPermission(folder, new FsPermission(OF_THE_OWNER));
      }
    } catch (IOException e) {
      throw StorageFailure.of(folder.toString(), e)
          .orElseThrow(() -> new UncheckedIOException(folder + " cannot be made", e));
    }
  }
}
