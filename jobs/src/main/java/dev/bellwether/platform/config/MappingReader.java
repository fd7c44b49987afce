package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Source.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Reads and checks how one canonical table is made from the inputs of a source. */
final class MappingReader {
  private final Path file;
  private final Set<String> inputs;

  MappingReader(Path file, Set<String> inputs) {
    this.file = file;
    this.inputs = inputs;
  }

  Mapping read(Section table) {
    table.onlyKeys("from", "history_complete_from", "select", "select_file");
    String select = select(table);
    LogicalPlan query = parsed(table, select);
    Set<String> named = inputsIn(query);
    return new Mapping(
        from(table, named),
        select,
        historyCompleteFrom(table),
        Set.copyOf(named),
        SelectNames.of(query));
  }

  private String select(Section table) {
    if (table.has("select") == table.has("select_file")) {
      throw table.wrong(
          "select", "give exactly one of select and select_file", "add one, or drop one");
    }
    return table.has("select") ? table.text("select") : selectOfFile(table);
  }

  private String selectOfFile(Section table) {
    String name = table.text("select_file");
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder)) {
      throw table.wrong(
          "select_file", name + " is outside the source's folder", "keep it beside source.yaml");
    }
    if (!Files.isRegularFile(path)) {
      throw table.wrong(
          "select_file", name + " does not exist beside source.yaml", "write it, or mend the name");
    }
    String text = table.filled("select_file", YamlFile.text(path));
    if (text.isBlank()) {
      throw table.wrong("select_file", name + " is empty", "write a SELECT into it");
    }
    return text;
  }

  /** The inputs that the SELECT reads; ingest checks what else it does. */
  private Set<String> inputsIn(LogicalPlan query) {
    PlanWalk walk = new PlanWalk();
    walk.visit(query);
    Set<String> named = new LinkedHashSet<>();
    for (String input : inputs) {
      if (walk.plainRelations().stream().anyMatch(input::equalsIgnoreCase)) {
        named.add(input);
      }
    }
    return named;
  }

  private static LogicalPlan parsed(Section table, String select) {
    try {
      return new CatalystSqlParser().parsePlan(select);
    } catch (Exception e) {
      String why =
          String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst().get();
      throw table.wrong("select", "it is not valid SQL: " + why, "write one SELECT").causedBy(e);
    }
  }

  private String from(Section table, Set<String> named) {
    Optional<String> given = table.optionalText("from");
    if (given.isEmpty()) {
      return onlyOne(table, named);
    }
    if (!inputs.contains(given.get())) {
      String advice = Nearest.advice(given.get(), inputs);
      throw table.wrong("from", "there is no input " + given.get(), advice);
    }
    if (!named.contains(given.get())) {
      throw table.wrong(
          "from", "the SELECT does not name " + given.get(), "select from it, or mend from");
    }
    return given.get();
  }

  private String onlyOne(Section table, Set<String> named) {
    if (named.isEmpty()) {
      throw table.wrong(
          "select",
          "it names no input of this source",
          "select from one of " + String.join(", ", inputs));
    }
    if (named.size() > 1) {
      throw table.wrong(
          "from",
          "the SELECT names several inputs",
          "add from with the one whose rows drive it: " + String.join(", ", named));
    }
    return named.iterator().next();
  }

  private static LocalDate historyCompleteFrom(Section table) {
    String key = "history_complete_from";
    Optional<String> text = table.optionalText(key);
    try {
      return text.map(LocalDate::parse).orElse(null);
    } catch (DateTimeException e) {
      throw table
          .wrong(key, "it is not a date: " + text.get(), "write it as 2024-01-31")
          .causedBy(e);
    }
  }
}
