package dev.bellwether.report;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of an owner: named by a hash of the owner's name, which is the same every night and
 * safe in a file's name, and does not tell in a folder's listing who works here.
 *
 * @param owner the name, as {@code csm} of {@code csm_book} has it
 */
record OwnerFiles(String owner) {
  private static final int KEY_LENGTH = 12;

  /** Those of everybody who has a book, listed or not, by name. */
  static List<OwnerFiles> of(NightTables tables) {
    return Stream.of("csm_book", "renewal_risk")
        .flatMap(table -> tables.published(table).stream())
        .flatMap(row -> row.text("csm").stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .map(OwnerFiles::new)
        .toList();
  }

  String page() {
    return "owner-" + key() + ".html";
  }

  String digest() {
    return "digest-" + key() + ".html";
  }

  private String key() {
    return Sha256.of(owner).substring(0, KEY_LENGTH);
  }

  /** Which files are whose, as JSON: a line for each owner with {@code owner, page, digest}. */
  static String index(List<OwnerFiles> owners) {
    return owners.stream()
        .map(
            files ->
                Json.line(
                    new Fields()
                        .with("owner", files.owner())
                        .with("page", files.page())
                        .with("digest", files.digest())
                        .asMap()))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}
