// How many threads and how much memory there are, unless the user says so.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum Machine {
  /// The processors that this process may use.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Half of the machine's memory, in bytes.
  static var halfOfMemory: Int {
    let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    let size = Int(sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages / 2 * size : 1 << 32
  }

  /// How many bytes a text may have that has to be in memory as a whole.
  ///
  /// Prose takes some seven times its size while it is encoded, a single pretoken thirty to fifty
  /// times. And lengths have 31 bits there.
  static var longestText: Int { min(halfOfMemory / 16, 1 << 31 - 1) }

  /// The most memory that this process has had, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    #if canImport(Glibc)
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      unsafe getrusage(RUSAGE_SELF, &usage)
    #endif
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      return Int(usage.ru_maxrss) * 1024
    #endif
  }
}
