package dev.bellwether.tools.draft;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.contract.Contracts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A source's mapping as far as its files or tables suggest one: a {@code source.yaml} that runs.
 */
public final class SourceDraft {
  private final String name;
  private final List<String> origin;
  private final RawInput.Found found;
  private final List<TableDraft> tables;

  private SourceDraft(String name, List<String> origin, RawInput.Found found) {
    this.name = name;
    this.origin = origin;
    this.found = found;
    this.tables = Drafts.of(found.inputs());
  }

  /**
   * Looks at the files of a folder.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when the folder cannot be read
   */
  public static SourceDraft of(SparkSession spark, String name, Path folder) {
    return new SourceDraft(name, SourceYaml.ofFolder(folder), new RawInputs(spark, folder).find());
  }

  /**
   * Looks at the tables of a database.
   *
   * @param userVariable the environment variable that holds who reads it, or null
   * @param passwordVariable the one that holds the password, or null
   * @throws dev.bellwether.platform.errors.BellwetherException when it cannot be read
   */
  public static SourceDraft of(
      SparkSession spark,
      String name,
      Extract.Database database,
      String userVariable,
      String passwordVariable) {
    return new SourceDraft(
        name,
        SourceYaml.ofDatabase(database, userVariable, passwordVariable),
        new DatabaseInputs(spark, database).find());
  }

  /** What was guessed and what was not, in lines for people. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    tables.forEach(draft -> lines.addAll(summary(draft)));
    unusedInputs().forEach(input -> lines.add(input.path() + ": nothing was made of it"));
    found.leftOut().forEach((file, why) -> lines.add(file + ": left out (" + why + ")"));
    List<String> missing =
        SourceWords.byTable().keySet().stream().filter(table -> !isDrafted(table)).toList();
    if (!missing.isEmpty()) {
      lines.add("nothing was found for " + String.join(", ", missing));
    }
    return lines;
  }

  private static List<String> summary(TableDraft draft) {
    List<String> lines = new ArrayList<>();
    String what = draft.table() + " from " + draft.input().path();
    String by = draft.link().map(link -> ", accounts by " + link.input().path()).orElse("");
    if (draft.isUsable()) {
      lines.add(what + by + ": " + draft.columns().size() + " columns");
    } else if (draft.isNamed()) {
      lines.add(what + ": left out, since it lacks " + String.join(", ", draft.lacking()));
    } else {
      lines.add(
          what + ": left out, since its name does not say so. Does it hold " + draft.table() + "?");
    }
    draft.questions().forEach(question -> lines.add("  ? " + SourceYaml.asked(question)));
    draft.doubts().forEach(doubt -> lines.add("  look at " + doubt));
    return lines;
  }

  /** Whether it feeds what a source must: accounts and subscriptions, or tickets alone. */
  public boolean isRunnable() {
    List<String> fed = usable().stream().map(TableDraft::table).toList();
    return fed.containsAll(List.of("accounts", "subscriptions"))
        || (fed.contains("tickets") && !fed.contains("subscriptions"));
  }

  /** Whether ids of people are in it, which a run hides by the hash key. */
  public boolean needsHashKey() {
    return usable().stream()
        .anyMatch(
            draft ->
                Contracts.of(draft.table()).columns().stream()
                    .anyMatch(column -> draft.columns().containsKey(column.hashedFrom())));
  }

  /** The text of {@code source.yaml}. */
  public String yaml() {
    return new SourceYaml(name, origin, tables).text();
  }

  private List<TableDraft> usable() {
    return tables.stream().filter(TableDraft::isUsable).toList();
  }

  private boolean isDrafted(String table) {
    return tables.stream().anyMatch(draft -> draft.table().equals(table));
  }

  private List<RawInput> unusedInputs() {
    return found.inputs().stream()
        .filter(input -> tables.stream().noneMatch(draft -> draft.input().equals(input)))
        .toList();
  }
}
