package dev.bellwether.ingest;

import dev.bellwether.platform.contract.Sha256;
import java.time.LocalDate;
import java.util.List;

/**
 * Raw files that are ingested into one staging table together.
 *
 * @param source the source
 * @param input the input that drives the table
 * @param table the staging table
 * @param number its place in the order of ingestion, from 1
 * @param files its files
 * @param joined the files of the snapshots that its SELECT joins to a snapshot; none for an append
 *     input
 * @param mappingHash SHA-256 of the mapping
 * @param firstSeen as-of date of the run that first ingested it
 * @param openFrom the first night that was not published then, or null
 */
record Batch(
    String source,
    String input,
    String table,
    long number,
    List<RawFile> files,
    List<RawFile> joined,
    String mappingHash,
    LocalDate firstSeen,
    LocalDate openFrom) {

  Batch {
    files = List.copyOf(files);
    joined = List.copyOf(joined);
  }

  /**
   * Its id: a hash of input, files, mapping and, beyond the first, number, so that a repeated
   * ingest replaces itself.
   */
  String id() {
    StringBuilder text = new StringBuilder(source + "\n" + table + "\n" + input + "\n");
    files.forEach(file -> text.append(file.identity()).append('\n'));
    joined.forEach(file -> text.append("joined ").append(file.identity()).append('\n'));
    text.append(mappingHash).append(number == 1 ? "" : "\n" + number);
    return Sha256.of(text.toString()).substring(0, 32);
  }

  /** The same files read again with another mapping; their arrival stays. */
  Batch withMapping(String hash) {
    return new Batch(source, input, table, number, files, joined, hash, firstSeen, openFrom);
  }
}
