package dev.bellwether.prediction;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Works on some rows at a time, so that a partition of any size needs little memory.
 *
 * @param <T> what comes in
 * @param <R> what comes out
 */
public final class Batches<T, R> implements Iterator<R> {
  private final Iterator<T> rows;
  private final int size;
  private final Function<List<T>, List<R>> work;
  private Iterator<R> ready = List.<R>of().iterator();

  /**
   * @param size how many rows at a time
   * @param work makes results of a batch, one at least
   */
  public Batches(Iterator<T> rows, int size, Function<List<T>, List<R>> work) {
    this.rows = rows;
    this.size = size;
    this.work = work;
  }

  @Override
  public boolean hasNext() {
    return ready.hasNext() || rows.hasNext();
  }

  @Override
  public R next() {
    if (!ready.hasNext()) {
      List<T> batch = new ArrayList<>();
      while (batch.size() < size && rows.hasNext()) {
        batch.add(rows.next());
      }
      ready = work.apply(batch).iterator();
    }
    return ready.next();
  }
}
