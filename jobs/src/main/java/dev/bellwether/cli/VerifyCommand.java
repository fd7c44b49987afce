package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.FilesFound;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.reading.HomeTables;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether verify}: compares published files with their manifests. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares what was published, byte by byte, with what the manifests say,",
      "and the manifests with the ledger of publications. Changes nothing.",
      "Ends with 1 when anything was changed, cut, lost or added."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether verify --home data/demo",
      "  bellwether verify --home data/demo --as-of 2026-06-29",
      "  bellwether verify --home data/demo --all"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;
  @ArgGroup private Which which = new Which();

  private static final class Which {
    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        description = "All revisions of this night (default: the current publication).")
    private LocalDate asOf;

    @Option(
        names = "--all",
        description = "All that was ever published, what was withdrawn included.")
    private boolean all;
  }

  @Override
  public Integer call() {
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    String home = settings.home();
    Publications publications = Publications.read(home, HadoopSettings.of(settings));
    List<String> problems = new ArrayList<>(publications.oddities());
    List<PublicationId> chosen = chosen(publications, home, problems);
    Map<String, String> recorded =
        recordedManifests(new HomeTables(home, HadoopSettings.of(settings)));
    if (which.all) {
      problems.addAll(lost(publications.allIds(), recorded.keySet()));
    }
    for (PublicationId id : chosen) {
      problems.addAll(verify(publications, id, Optional.ofNullable(recorded.get(id.toString()))));
    }
    if (!problems.isEmpty()) {
      throw failed(problems);
    }
    return 0;
  }

  private List<PublicationId> chosen(
      Publications publications, String home, List<String> problems) {
    Optional<PublicationId> current = Optional.empty();
    try {
      current = publications.current();
      current
          .filter(id -> !publications.ids().contains(id))
          .ifPresent(id -> problems.add("current.json names " + id + ", which is not there"));
    } catch (BellwetherException e) {
      problems.add(inOneLine(e));
    }
    List<PublicationId> chosen =
        which.all || which.asOf != null
            ? (which.all ? publications.allIds() : publications.ids())
                .stream().filter(id -> which.all || id.asOfDate().equals(which.asOf)).toList()
            : current.filter(publications.ids()::contains).stream().toList();
    if (chosen.isEmpty() && problems.isEmpty()) {
      throw BellwetherException.configuration(
          "there is nothing to verify in " + home,
          which.asOf == null ? "nothing was published there" : which.asOf + " was not published",
          "run the night first, or see bellwether tables --home " + home);
    }
    return chosen;
  }

  /** The hashes of manifests as runs recorded them, by publication. */
  private static Map<String, String> recordedManifests(HomeTables tables) {
    Map<String, String> recorded = new HashMap<>();
    tables
        .stored(Tables.PUBLICATION)
        .forEach(
            row ->
                recorded.put(
                    row.required("publication_id"), row.text("manifest_hash").orElse(null)));
    return recorded;
  }

  /** Publications of the ledger that are gone, though an earlier one is kept. */
  private static List<String> lost(List<PublicationId> present, Set<String> recorded) {
    return recorded.stream()
        .map(PublicationId::parse)
        .filter(id -> !present.contains(id))
        .filter(id -> present.stream().anyMatch(one -> one.asOfDate().isBefore(id.asOfDate())))
        .sorted()
        .map(id -> id + " was published, and is not there any more")
        .toList();
  }

  private List<String> verify(
      Publications publications, PublicationId id, Optional<String> recorded) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      FilesFound found = publications.check(id);
      List<String> problems = new ArrayList<>(found.problems());
      recorded
          .filter(hash -> !hash.equals(publications.manifestHash(id)))
          .ifPresent(hash -> problems.add("the manifest of " + id + " is not the one of its run"));
      out.printf(
          Locale.ROOT,
          "%-14s %s%n",
          id,
          problems.isEmpty()
              ? "whole: %,d files, %,d bytes".formatted(found.files(), found.bytes())
              : "NOT WHOLE");
      return problems;
    } catch (BellwetherException e) {
      out.printf(Locale.ROOT, "%-14s NOT WHOLE%n", id);
      return List.of(inOneLine(e));
    } finally {
      out.flush();
    }
  }

  private static String inOneLine(BellwetherException e) {
    return e.getMessage().lines().limit(2).map(String::strip).reduce((a, b) -> a + " – " + b).get();
  }

  private static BellwetherException failed(List<String> problems) {
    return BellwetherException.data(
        String.join("\n       ", problems),
        "files in published/ were changed, cut, lost or added after they were published",
        "restore them from a backup; or run that night again with --republish, which publishes its"
            + " next revision from the tables; a damaged current.json may be deleted, the next run"
            + " writes it anew");
  }
}
