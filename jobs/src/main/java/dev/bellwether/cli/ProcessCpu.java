package dev.bellwether.cli;

import java.time.Duration;

/** How much this process has worked. */
final class ProcessCpu {
  private ProcessCpu() {}

  /** CPU time since it began, in seconds; 0 where the operating system does not tell. */
  static double seconds() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L)
        / 1e3;
  }
}
