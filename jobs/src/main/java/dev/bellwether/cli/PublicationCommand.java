package dev.bellwether.cli;

import dev.bellwether.pipeline.Withdrawals;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether publication}: what a home has published, and taking one back. */
@Command(
    name = "publication",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Lists what was published, withdraws a publication, and writes contracts for other tools.",
    subcommands = {
      PublicationCommand.ListAll.class,
      PublicationCommand.Withdraw.class,
      PublicationContractsCommand.class
    })
final class PublicationCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code bellwether publication list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the publications of a home, those that were withdrawn among them.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private HomeOptions homeOptions;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Settings settings = homeOptions.configuration(Optional.empty()).settings();
      String home = settings.home();
      Publications publications = Publications.read(home, HadoopSettings.of(settings));
      Optional<PublicationId> current = publications.current();
      Map<String, Publications.Withdrawal> withdrawn =
          publications.withdrawals().stream()
              .collect(Collectors.toMap(Publications.Withdrawal::publication, Function.identity()));
      PrintWriter out = spec.commandLine().getOut();
      List<PublicationId> ids = publications.allIds();
      for (PublicationId id : ids) {
        Manifest manifest = publications.manifest(id);
        out.printf(
            Locale.ROOT,
            "%-14s published %s by run %s%s%n",
            id,
            manifest.publishedAt(),
            manifest.runId(),
            state(id, current, Optional.ofNullable(withdrawn.get(id.toString()))));
      }
      if (ids.isEmpty()) {
        out.println("nothing is published in " + home + " yet");
      }
      out.flush();
      return 0;
    }

    private static String state(
        PublicationId id,
        Optional<PublicationId> current,
        Optional<Publications.Withdrawal> withdrawal) {
      return withdrawal
          .map(w -> ", withdrawn " + w.withdrawnAt() + ": " + w.reason())
          .orElse(current.equals(Optional.of(id)) ? ", current" : "");
    }
  }

  /** {@code bellwether publication withdraw ID --reason TEXT}. */
  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = {
        "Takes a publication back: readers are pointed to the latest that stands, and the home goes"
            + " on as if that night had not been.",
        "Its files stay where they are; nobody reads them any more."
      },
      footerHeading = "%nExamples:%n",
      footer = "  bellwether publication withdraw 2027-06-29-1 --reason 'a slip in the year'")
  static final class Withdraw implements Callable<Integer> {
    @Mixin private HomeOptions homeOptions;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The publication, as 2026-06-30-1.")
    private String id;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the ledger.")
    private String reason;

    @Override
    public Integer call() {
      Settings settings = homeOptions.configuration(Optional.empty()).settings();
      PublicationId publication = publication();
      if (reason.isBlank()) {
        throw BellwetherException.configuration(
            "--reason is empty", "a withdrawal is kept with its reason", "say why");
      }
      Optional<PublicationId> standing;
      try (OpenHome home = OpenHome.of(settings)) {
        standing =
            Withdrawals.withdraw(
                home.warehouse(), publication, reason, Clock.systemUTC().instant());
      }
      print(
          publication,
          standing,
          Publications.read(settings.home(), HadoopSettings.of(settings)).current());
      return 0;
    }

    private void print(
        PublicationId withdrawn,
        Optional<PublicationId> standing,
        Optional<PublicationId> current) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("withdrawn: " + withdrawn);
      out.println(
          current
              .map(now -> "current is " + now)
              .orElse("nothing is published any more; the next run reads all files anew"));
      standing.ifPresent(
          again ->
              out.printf(
                  "%s stands again, but the tables hold what was withdrawn: run that night again"
                      + " (run --as-of %s), before any later one%n",
                  again, again.asOfDate()));
      out.flush();
    }

    private PublicationId publication() {
      return PublicationId.find(id)
          .orElseThrow(
              () ->
                  BellwetherException.configuration(
                      "'" + id + "' is not the name of a publication",
                      "a publication is named by date and revision",
                      "write it as 2026-06-30-1; see ./bellwether publication list"));
    }
  }
}
