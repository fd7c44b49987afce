package dev.bellwether.cli;

import dev.bellwether.platform.config.Playbook;
import dev.bellwether.platform.config.PlaybookCheck;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether playbook}: what helps whoever writes a playbook. */
@Command(
    name = "playbook",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks a playbook.",
    subcommands = PlaybookCommand.Check.class)
final class PlaybookCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code bellwether playbook check FILE}: everything that is wrong with a playbook. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Lists everything that is wrong with a playbook, with place, reason and fix.",
      footerHeading = "%nExamples:%n",
      footer = "  bellwether playbook check conf/playbooks/default.yaml")
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The playbook's file.")
    private Path file;

    @Override
    public Integer call() {
      return CheckText.print(
          spec.commandLine(), PlaybookCheck.of(file, System.getenv()), Check::summary);
    }

    private static String summary(Playbook playbook) {
      return String.format(
          Locale.ROOT,
          "playbook %s, version %s: no errors (plays: %d)",
          playbook.name(),
          playbook.version(),
          playbook.plays().size());
    }
  }
}
