package dev.bellwether.pipeline;

import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Everything that a home's tables hold of an account or a person, as a file of JSON lines each. */
public final class AccountExport {
  private AccountExport() {}

  /**
   * Writes the files, for their owner only.
   *
   * @return how many rows of each table
   */
  public static Map<String, Long> write(Warehouse warehouse, Subject subject, Path folder) {
    Map<String, Long> rows = new TreeMap<>();
    try {
      makeOwn(folder);
      for (Contract contract : Contracts.all()) {
        if (subject.mayBeIn(contract) && warehouse.exists(contract.name())) {
          Dataset<Row> own = subject.only(warehouse.read(contract.name()));
          long count = write(own, folder.resolve(contract.name() + ".jsonl"));
          if (count > 0) {
            rows.put(contract.name(), count);
          }
        }
      }
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

  private static long write(Dataset<Row> rows, Path file) throws IOException {
    Iterator<String> lines = rows.toJSON().toLocalIterator();
    if (!lines.hasNext()) {
      return 0;
    }
    long count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      while (lines.hasNext()) {
        out.write(lines.next());
        out.newLine();
        count++;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return count;
  }
}
