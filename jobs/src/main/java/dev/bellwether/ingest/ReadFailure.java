package dev.bellwether.ingest;

import dev.bellwether.platform.errors.BellwetherException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** What a failure as rows were read says to whoever can mend it. */
final class ReadFailure {
  private static final Pattern FILE = Pattern.compile("reading file (\\S+?)[.](?:\\s|$)");

  private ReadFailure() {}

  /**
   * The error that a user can mend, or the failure itself.
   *
   * @param where names the mapping: source and table
   */
  static RuntimeException of(String where, Exception failure) {
    Optional<SparkThrowable> ofRow = Optional.empty();
    for (Throwable some = failure; some != null; some = some.getCause()) {
      if (some instanceof BellwetherException known) {
        return known;
      }
      Matcher file = FILE.matcher(String.valueOf(some.getMessage()));
      if (file.find()) {
        return damaged(URLDecoder.decode(file.group(1), StandardCharsets.UTF_8), root(some))
            .causedBy(failure);
      }
      if (some instanceof SparkThrowable told && told.getCondition() != null) {
        ofRow = Optional.of(told);
      }
    }
    Optional<SparkThrowable> known = ofRow.filter(told -> !told.isInternalError());
    if (known.isPresent()) {
      return ofSelect(where, known.get()).causedBy(new WithoutValues(failure));
    }
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(where + " cannot be read", failure);
  }

  private static BellwetherException damaged(String file, Throwable why) {
    return BellwetherException.data(
        file + " cannot be read to its end",
        String.valueOf(why.getMessage()),
        "the file seems to be cut or damaged: deliver it again, or remove it");
  }

  /** Its own message would show a value of a row. */
  private static BellwetherException ofSelect(String where, SparkThrowable why) {
    return BellwetherException.configuration(
        where + ": its SELECT fails on a row",
        "Spark says " + why.getCondition(),
        "use the function of that kind that gives null instead, such as try_cast or try_to_date;"
            + " what cannot be read is then refused by name");
  }

  /** A failure without its words, which may quote a row: what it was, and where. */
  private static final class WithoutValues extends Exception {
    private static final long serialVersionUID = 1;

    WithoutValues(Throwable failure) {
      super(
          failure.getClass().getName()
              + (failure instanceof SparkThrowable told ? " " + told.getCondition() : ""),
          failure.getCause() == null ? null : new WithoutValues(failure.getCause()));
      setStackTrace(failure.getStackTrace());
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
