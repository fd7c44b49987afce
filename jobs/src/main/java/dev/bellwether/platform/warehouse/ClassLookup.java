package dev.bellwether.platform.warehouse;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Loads what its parent loads, and remembers the names that are no class. The compiler of generated
 * code asks for many such names again for each class that it compiles, and each time all jars would
 * be searched.
 */
final class ClassLookup extends ClassLoader {
  private static final AtomicReference<ClassLoader> OF_TASKS = new AtomicReference<>();

  private final Set<String> absent = ConcurrentHashMap.newKeySet();

  private ClassLookup(ClassLoader parent) {
    super(parent);
  }

  /** Makes this thread, and those that come from it, look up classes like this. */
  static void remember() {
    Thread thread = Thread.currentThread();
    if (!(thread.getContextClassLoader() instanceof ClassLookup)) {
      thread.setContextClassLoader(new ClassLookup(thread.getContextClassLoader()));
    }
  }

  /**
   * Makes this thread, and those that come from it, look up classes as tasks of an embedded session
   * do: what is compiled for a plan is then not compiled again for its tasks.
   */
  static void asTasksDo(JavaSparkContext context) {
    context.parallelize(List.of(0), 1).foreach(any -> OF_TASKS.set(ofThread()));
    Thread.currentThread().setContextClassLoader(OF_TASKS.get());
  }

  private static ClassLoader ofThread() {
    return Thread.currentThread().getContextClassLoader();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (absent.contains(name)) {
      throw new KnownAbsent(name);
    }
    try {
      return super.loadClass(name, resolve);
    } catch (ClassNotFoundException e) {
      absent.add(name);
      throw e;
    }
  }

  /** Tells of a class that is not there without the cost of telling from where it was asked for. */
  private static final class KnownAbsent extends ClassNotFoundException {
    private static final long serialVersionUID = 1L;

    KnownAbsent(String name) {
      super(name);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
