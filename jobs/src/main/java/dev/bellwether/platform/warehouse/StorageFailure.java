package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.LocalFolder;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file system that refuses to be written says to whoever can mend it. */
public final class StorageFailure {
  private static final List<String> REFUSALS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Read-only file system",
          "Permission denied",
          "Not a directory",
          "Mkdirs failed to create",
          "Failed to create a temp directory");

  private StorageFailure() {}

  /** The error for a failure that the home's file system is the reason of; none for others. */
  public static Optional<BellwetherException> of(String home, Throwable failure) {
    for (Throwable some = failure; some != null; some = some.getCause()) {
      Optional<String> refusal = refusal(some);
      if (refusal.isPresent()) {
        return Optional.of(error(home, refusal.get()).causedBy(failure));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> refusal(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof AccessDeniedException) {
      return Optional.of("Permission denied: " + message);
    }
    if (failure instanceof FileAlreadyExistsException) {
      return Optional.of("Not a directory: " + message);
    }
    boolean isOfFiles =
        failure instanceof IOException
            || failure instanceof FileNotFoundException
            || failure instanceof UncheckedIOException
            || message.contains("java.io.IOException")
            || message.contains("FSError");
    return isOfFiles || failure instanceof Error
        ? REFUSALS.stream().filter(message::contains).findFirst()
        : Optional.empty();
  }

  private static BellwetherException error(String home, String refusal) {
    return BellwetherException.configuration(
        "the home " + home + " cannot be written",
        refusal + space(home),
        "make room or mend the permissions, then run again; what was published last is untouched");
  }

  /** How full the disk is, of a local home. */
  private static String space(String home) {
    Optional<Path> local = LocalFolder.of(home);
    if (local.isEmpty()) {
      return "";
    }
    File folder = local.get().toAbsolutePath().toFile();
    while (folder != null && !folder.exists()) {
      folder = folder.getParentFile();
    }
    return folder == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; %,d of %,d MB are free there",
            folder.getUsableSpace() >> 20,
            folder.getTotalSpace() >> 20);
  }
}
