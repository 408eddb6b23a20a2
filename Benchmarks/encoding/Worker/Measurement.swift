// What the operating system says about this process.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The clocks at one moment.
struct Measurement {
  private let wall = Measurement.now
  private let user: Double
  private let system: Double

  init() {
    let usage = Self.usage
    user = Self.seconds(usage.ru_utime)
    system = Self.seconds(usage.ru_stime)
  }

  /// The members of a JSON object that say what passed since `start`.
  func record(since start: Measurement, bytes: Int, calls: Int) -> String {
    let members: [(String, Double)] = [
      ("wall", wall - start.wall), ("user", user - start.user), ("sys", system - start.system),
      ("bytes", Double(bytes)), ("calls", Double(calls)), ("rss", Self.peakMemory),
    ]
    return members.map { "\"\($0)\":\($1)" }.joined(separator: ",")
  }

  /// Seconds that pass, whatever the clock on the wall does.
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that the process ever had, in MiB.
  static var peakMemory: Double { Double(PeakMemory.byteCount) / 1_048_576 }

  static func flushOutput() { fflush(nil) }

  private static var usage: rusage {
    var usage = rusage()
    #if canImport(Glibc)
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      unsafe getrusage(RUSAGE_SELF, &usage)
    #endif
    return usage
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}
