package dev.bellwether.cli;

import java.util.Optional;
import org.apache.logging.log4j.LogManager;

/**
 * Ends this process when the one that started it is gone, if the environment variable {@value
 * #VARIABLE} is set: a job whose orchestrator's task was killed would live on, hold the lock of its
 * home, and make the next try fail.
 */
final class ParentWatch {
  static final String VARIABLE = "BELLWETHER_ENDS_WITH_PARENT";

  private static final long MILLIS_BETWEEN_LOOKS = 1000;

  /** As a process ends that was told to by a signal. */
  private static final int TERMINATED = 143;

  private ParentWatch() {}

  /** Watches if the environment says so. */
  static void startIfAsked() {
    if (System.getenv(VARIABLE) != null) {
      Optional<ProcessHandle> parent = ProcessHandle.current().parent();
      Thread watch = new Thread(() -> endWith(parent), "parent-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void endWith(Optional<ProcessHandle> parent) {
    try {
      while (ProcessHandle.current().parent().equals(parent)) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
      LogManager.getLogger(ParentWatch.class)
          .error("the process that started this one is gone: ending, nothing more is published");
      Runtime.getRuntime().halt(TERMINATED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
