package dev.bellwether.tools.export;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.publish.PublishedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contracts of what a home has published, each with the place of its latest night's files as a
 * server of the Open Data Contract Standard: what public tools test tables by.
 */
public final class HomeContracts {
  private HomeContracts() {}

  /**
   * The contracts by file name, {@code TABLE.yaml}, of the tables that the latest night has.
   *
   * @throws BellwetherException when the home is on storage that the standard knows no server for
   */
  public static Map<String, String> of(List<PublishedTable> tables) {
    Map<String, String> files = new LinkedHashMap<>();
    for (PublishedTable table : tables) {
      table
          .current()
          .ifPresent(
              folder ->
                  files.put(
                      table.name() + ".yaml", Contracts.text(table.contract()) + server(folder)));
    }
    return files;
  }

  private static String server(String folder) {
    String path = PublishedTable.files(folder);
    boolean isS3 = path.startsWith("s3:");
    if (!isS3 && !path.startsWith("/")) {
      throw BellwetherException.configuration(
          "contracts cannot name " + folder,
          "they name files of a disk or of S3",
          "copy the publication, or test its tables another way");
    }
    return """
        servers:
          - server: home
            type: %s
            %s: %s
            format: parquet
        """
        .formatted(isS3 ? "s3" : "local", isS3 ? "location" : "path", Json.line(path).strip());
  }
}
