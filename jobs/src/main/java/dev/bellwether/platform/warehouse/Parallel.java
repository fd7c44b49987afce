package dev.bellwether.platform.warehouse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Runs several pieces of Spark work side by side; small jobs leave a machine idle one by one.
 *
 * @param width how many run at once
 */
public record Parallel(int width) {

  /** Runs all and gives their results in order; the first failure is thrown once all have ended. */
  public <T> List<T> all(List<Callable<T>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, width));
    try {
      List<T> results = new ArrayList<>();
      RuntimeException failure = null;
      for (Future<T> future : threads.invokeAll(work)) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          failure = failure == null ? unchecked(e.getCause()) : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The results of the same work on each item, in order of the items; fails as {@link #all}. */
  public <T, R> List<R> map(Collection<T> items, Function<T, R> work) {
    return all(items.stream().<Callable<R>>map(item -> () -> work.apply(item)).toList());
  }

  private static RuntimeException unchecked(Throwable cause) {
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(cause.getMessage(), cause);
  }
}
