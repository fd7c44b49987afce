package dev.bellwether.platform.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of this machine that a home is, which may be written as a path or as a URI. */
public final class LocalFolder {
  private LocalFolder() {}

  /** The folder; none where the home is in another store. */
  public static Optional<Path> of(String home) {
    if (!home.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      return Optional.of(Path.of(home));
    }
    URI uri = new org.apache.hadoop.fs.Path(home).toUri();
    return uri.getScheme().equalsIgnoreCase("file")
        ? Optional.of(Path.of(uri.getPath()))
        : Optional.empty();
  }
}
