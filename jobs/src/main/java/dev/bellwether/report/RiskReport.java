package dev.bellwether.report;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublicationId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pages of a published night as files: {@code index.html} for everyone, and one for each owner,
 * numbered in order of their names, since a name is no file's name.
 *
 * <p>Files are for their owner only, as publications are.
 */
public final class RiskReport {
  private final String home;
  private final Settings settings;

  public RiskReport(String home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  /**
   * Writes the pages of a publication into {@code HOME/report/PUBLICATION}.
   *
   * @return the page for everyone; empty where the home is no local folder, since a browser opens
   *     files
   */
  public Optional<Path> writeInHome(PublicationId publication) {
    URI place = new org.apache.hadoop.fs.Path(home).toUri();
    if (place.getScheme() != null && !place.getScheme().equals("file")) {
      return Optional.empty();
    }
    return Optional.of(
        write(publication, Path.of(place.getPath(), "report", publication.toString())));
  }

  /**
   * Writes the pages of a publication.
   *
   * @param folder where to; made if it is not there
   * @return the page for everyone
   * @throws BellwetherException when they cannot be written
   */
  public Path write(PublicationId publication, Path folder) {
    NightTables tables = new PublishedNight(home, publication.asOfDate());
    RiskPage page = new RiskPage(tables, PageSettings.of(settings), publication.toString());
    Map<String, Optional<String>> pages = new TreeMap<>();
    pages.put("index.html", Optional.empty());
    List<String> owners = owners(tables);
    for (int i = 0; i < owners.size(); i++) {
      pages.put("owner-%02d.html".formatted(i + 1), Optional.of(owners.get(i)));
    }
    try {
      makeFolder(folder);
      for (Map.Entry<String, Optional<String>> file : pages.entrySet()) {
        replace(folder.resolve(file.getKey()), page.html(file.getValue()));
      }
    } catch (IOException e) {
      throw BellwetherException.configuration(
              "the report cannot be written into " + folder,
              e.toString(),
              "check that the folder may be written by this user and has space left, or name another by --out")
          .causedBy(e);
    }
    return folder.resolve("index.html");
  }

  private static List<String> owners(NightTables tables) {
    return tables.published("renewal_risk").stream()
        .flatMap(row -> row.text("csm").stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (isPosix()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** At any moment there is the old page or the new one, never a part. */
  private static void replace(Path file, String html) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.deleteIfExists(part);
    if (isPosix()) {
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(part, html, StandardCharsets.UTF_8);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
