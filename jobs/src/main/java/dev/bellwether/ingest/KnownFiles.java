package dev.bellwether.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files that a table was made of so far, each as it was last read. An export that writes the
 * same content again every night brings nothing new, whatever the time of its files.
 */
final class KnownFiles {
  /** Larger files are known by size and time only: they cost too much to look at twice. */
  private static final long LARGE = 32L << 20;

  private final Configuration hadoop;
  private final Map<String, RawFile> last = new HashMap<>();

  KnownFiles(Configuration hadoop, List<Batch> earlier) {
    this.hadoop = hadoop;
    earlier.forEach(batch -> batch.files().forEach(file -> last.put(file.path(), file)));
  }

  /** The files with their digests. */
  List<RawFile> digested(List<RawFile> files) {
    return files.stream().map(this::digested).toList();
  }

  /** Those of the files, with digests, whose content has not been read. */
  List<RawFile> unread(List<RawFile> files) {
    return files.stream()
        .filter(file -> !last.containsKey(file.path()) || !file.hasContentOf(last.get(file.path())))
        .toList();
  }

  private RawFile digested(RawFile file) {
    RawFile known = last.get(file.path());
    if (known != null && known.isListedAs(file)) {
      return known;
    }
    return file.bytes() > LARGE ? file : withDigest(file);
  }

  private RawFile withDigest(RawFile file) {
    Path path = new Path(file.path());
    try (InputStream bytes = path.getFileSystem(hadoop).open(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
      String hex = HexFormat.of().formatHex(digest.digest());
      return new RawFile(file.path(), file.bytes(), file.modified(), Optional.of(hex));
    } catch (IOException e) {
      throw FirstBytes.unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
