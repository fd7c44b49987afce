package dev.bellwether.pipeline;

import dev.bellwether.ingest.AccountIdentities;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.SentAlerts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Everything that a home holds of an account or a person, as a file of JSON lines for each table,
 * and one for the alerts that were sent: what an erasure would take away.
 */
public final class AccountExport {
  private AccountExport() {}

  /**
   * Writes the files, for their owner only.
   *
   * @return how many rows of each table, and how many {@code alerts}
   */
  public static Map<String, Long> write(
      Warehouse warehouse, Subject subject, Secret hashKey, Path folder) {
    Map<String, Long> rows = new TreeMap<>();
    try {
      makeOwn(folder);
      Map<Subject, Set<String>> words = new LinkedHashMap<>();
      AccountIdentities.allOf(warehouse, subject, hashKey)
          .forEach(each -> words.put(each, Erasure.words(warehouse, each)));
      for (Contract contract : Contracts.all()) {
        String table = contract.name();
        if (Erasure.mayTell(contract, subject) && warehouse.exists(table)) {
          Dataset<Row> all = warehouse.read(table);
          Dataset<Row> own =
              words.entrySet().stream()
                  .map(each -> Erasure.telling(all, table, each.getKey(), each.getValue()))
                  .reduce(Dataset::union)
                  .orElseThrow();
          rows.put(table, write(own.toJSON().toLocalIterator(), folder.resolve(table + ".jsonl")));
        }
      }
      Iterator<String> alerts =
          new SentAlerts(warehouse)
              .texts().stream()
                  .filter(
                      alert ->
                          words.entrySet().stream()
                              .anyMatch(
                                  each -> Erasure.tells(alert, each.getKey(), each.getValue())))
                  .iterator();
      rows.put("alerts", write(alerts, folder.resolve("alerts.jsonl")));
      rows.values().removeIf(count -> count == 0);
      return rows;
    } catch (IOException e) {
      throw BellwetherException.configuration(
              "the files cannot be written to " + folder,
              e.toString(),
              "name a new folder on a disk that this user may write to by --out")
          .causedBy(e);
    }
  }

  private static void makeOwn(Path folder) throws IOException {
    if (Files.exists(folder)) {
      throw BellwetherException.configuration(
          folder + " is there already",
          "what is exported of one account must not be mixed with anything else",
          "name a new folder by --out");
    }
    Files.createDirectories(folder.toAbsolutePath().getParent());
    OwnersOnly.makeNewFolder(folder);
  }

  private static long write(Iterator<String> lines, Path file) throws IOException {
    if (!lines.hasNext()) {
      return 0;
    }
    long count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      while (lines.hasNext()) {
        out.write(lines.next().strip());
        out.newLine();
        count++;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return count;
  }
}
