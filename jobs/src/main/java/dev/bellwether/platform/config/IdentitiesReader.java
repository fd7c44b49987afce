package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Source.Identities;
import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.config.Source.Mapping;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and checks whose ids the tables of a source name accounts by. */
final class IdentitiesReader {
  static final String KEY = "account_ids";
  private static final String TABLE = Tables.ACCOUNT_IDENTITIES;

  private IdentitiesReader() {}

  /** The mappings, those with how accounts are found whose ids are another system's. */
  static Map<String, Mapping> withIdentities(
      Section content, Map<String, Mapping> tables, Map<String, Input> inputs) {
    Map<String, String> systems = content.section(KEY).texts();
    Map<String, Mapping> found = new LinkedHashMap<>(tables);
    systems.forEach(
        (table, system) -> {
          requireMapped(content, table, tables);
          Mapping identities = tables.get(TABLE);
          requireSnapshots(content, identities, inputs);
          found.put(
              table,
              tables
                  .get(table)
                  .with(new Identities(system, identities.select(), identities.inputs())));
        });
    return found;
  }

  private static void requireMapped(Section content, String table, Map<String, Mapping> tables) {
    if (!tables.containsKey(TABLE)) {
      throw content.wrong(
          KEY,
          "no table " + TABLE + " says whose accounts the ids are",
          "map it: source_system, source_id, account_id");
    }
    boolean namesAccounts =
        tables.containsKey(table)
            && !table.equals(TABLE)
            && Contracts.of(table).column("account_id").isPresent();
    if (!namesAccounts) {
      throw content
          .section(KEY)
          .wrong(
              table,
              "the source makes no table of that name that names accounts",
              Nearest.advice(table, tables.keySet()));
    }
  }

  /** Every id is looked up among all of them, so all of them must be read each time. */
  private static void requireSnapshots(
      Section content, Mapping identities, Map<String, Input> inputs) {
    for (String input : identities.inputs()) {
      if (inputs.get(input).mode() != Source.Mode.SNAPSHOT) {
        throw content
            .section("tables")
            .wrong(
                TABLE,
                "its input " + input + " is not a snapshot, so not all ids would be known",
                "deliver all of them each time, and say mode: snapshot");
      }
    }
  }
}
