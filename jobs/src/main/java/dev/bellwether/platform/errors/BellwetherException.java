package dev.bellwether.platform.errors;

/**
 * What a user can fix: says what happened to what, why, and how to mend it.
 *
 * <p>The command line prints it without a stack trace and ends with its exit code.
 */
public final class BellwetherException extends RuntimeException {

  /** What the process ends with. */
  public enum Kind {
    /** A data check failed: nothing was published. Exit code 1. */
    DATA(1),
    /** Configuration or usage is wrong. Exit code 2. */
    CONFIGURATION(2),
    /** The home is in use: nothing is wrong, and later it goes. Exit code 75, as of sendmail. */
    BUSY(75);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of the process. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private BellwetherException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A wrong setting, source mapping, scorecard or argument. */
  public static BellwetherException configuration(String what, String why, String fix) {
    return new BellwetherException(Kind.CONFIGURATION, join(what, why, fix), null);
  }

  /** Data that departs from its contract or from what was recorded of it. */
  public static BellwetherException data(String what, String why, String fix) {
    return new BellwetherException(Kind.DATA, join(what, why, fix), null);
  }

  /** A home that another run is writing to: trying again later helps. */
  public static BellwetherException busy(String what, String why, String fix) {
    return new BellwetherException(Kind.BUSY, join(what, why, fix), null);
  }

  /** The same error with the exception that revealed it. */
  public BellwetherException causedBy(Throwable cause) {
    return new BellwetherException(kind, getMessage(), cause);
  }

  /** Which exit code the process ends with. */
  public Kind kind() {
    return kind;
  }

  private static String join(String what, String why, String fix) {
    return what + "\n  why: " + why + "\n  fix: " + fix;
  }
}
