package dev.bellwether;

import dev.bellwether.platform.warehouse.Waypoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Stops runs at a named point as a kill would: from then on nothing of them lasts. */
public final class Stops {
  private Stops() {}

  /** What a stopped run ends with; no part of it mistakes it for its own failure. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1;

    Stopped(String point) {
      super(point);
    }
  }

  /**
   * Runs something until it passes a point.
   *
   * @param point the point's name, or how it begins
   * @return whether it came there
   */
  public static boolean at(String point, Runnable run) {
    return when(now -> now.startsWith(point), run);
  }

  /** Runs something until it passes a point that is one to stop at; whether it came there. */
  public static boolean when(Predicate<String> isPoint, Runnable run) {
    boolean[] stopped = {false};
    Waypoints.tell(
        now -> {
          synchronized (stopped) {
            stopped[0] |= isPoint.test(now);
            if (stopped[0]) {
              throw new Stopped(now);
            }
          }
        });
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      if (!stopped[0]) {
        throw e;
      }
    } finally {
      Waypoints.tell(any -> {});
    }
    return stopped[0];
  }

  /** The points that a run passes, in order. */
  public static List<String> of(Runnable run) {
    List<String> passed = Collections.synchronizedList(new ArrayList<>());
    Waypoints.tell(passed::add);
    try {
      run.run();
    } finally {
      Waypoints.tell(any -> {});
    }
    return List.copyOf(passed);
  }
}
