package dev.bellwether.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether source}: what helps whoever maps a source. */
@Command(
    name = "source",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Helps whoever maps a source to Bellwether's tables.",
    subcommands = {SourceProfileCommand.class, SourceInitCommand.class, SourceCheckCommand.class})
final class SourceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
