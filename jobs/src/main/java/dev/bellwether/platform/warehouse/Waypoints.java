package dev.bellwether.platform.warehouse;

import java.util.function.Consumer;

/**
 * The points of a run between which it may be killed: each is passed right before or after
 * something lasts. Nothing listens but tests, which stop a run there.
 */
public final class Waypoints {
  private static volatile Consumer<String> listener = point -> {};

  private Waypoints() {}

  /** Says that a run has come to a point, as in {@code "committed run"}. */
  public static void pass(String point) {
    listener.accept(point);
  }

  /** Whoever is to be told from now on; what it throws stops the run. */
  public static void tell(Consumer<String> whom) {
    listener = whom;
  }
}
