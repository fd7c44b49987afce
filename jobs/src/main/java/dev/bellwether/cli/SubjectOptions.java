package dev.bellwether.cli;

import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.config.Secret;
import picocli.CommandLine.Option;

/** Whom a command is about: an account or a user, and one of the two. */
final class SubjectOptions {
  @Option(
      names = "--account",
      required = true,
      paramLabel = "ID",
      description = "The account, as in account_id.")
  private String account;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      description = "The user, as the source's user_id or respondent_id names them.")
  private String user;

  Subject subject(Secret key) {
    return account != null
        ? Subject.of(Subject.Kind.ACCOUNT, account, key)
        : Subject.of(Subject.Kind.USER, user, key);
  }
}
