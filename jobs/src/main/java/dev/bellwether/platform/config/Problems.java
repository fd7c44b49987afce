package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with a file, so that all of it can be said at once. */
final class Problems {
  private final List<BellwetherException> found = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** What a part of the file says; something else in its place when it is wrong. */
  <T> T attempt(Supplier<T> part, T otherwise) {
    try {
      return part.get();
    } catch (BellwetherException problem) {
      found.add(problem);
      return otherwise;
    }
  }

  void attempt(Runnable part) {
    attempt(
        () -> {
          part.run();
          return true;
        },
        false);
  }

  void add(BellwetherException problem) {
    found.add(problem);
  }

  /** Notes what is usable, but may not be meant. */
  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<BellwetherException> found() {
    return List.copyOf(found);
  }

  /** Complains about the first problem, if there is any. */
  void throwFirst() {
    if (!found.isEmpty()) {
      throw found.get(0);
    }
  }
}
