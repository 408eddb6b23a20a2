// How many threads and how much memory there are, unless the user says so.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum Machine {
  /// How many threads to use.
  static func threads(_ asked: Int?) throws(CommandFailure) -> Int {
    let threads = asked ?? SystemCalls.processorCount
    guard (1...1024).contains(threads) else {
      throw .usage("--threads \(threads): is out of range; take 1 to 1024")
    }
    return threads
  }

  /// Half of the machine's memory, or of what its container allows this process, in bytes.
  static let halfOfMemory: Int = {
    let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    let size = Int(sysconf(Int32(_SC_PAGESIZE)))
    let half = pages > 0 && size > 0 ? pages / 2 * size : 1 << 32
    return ControlGroup().memoryLimit.map { min(half, $0 / 2) } ?? half
  }()

  /// How many bytes a text may have that has to be in memory as a whole.
  ///
  /// Prose takes some seven times its size while it is encoded, a single pretoken thirty to fifty
  /// times. And lengths have 31 bits there.
  static var longestText: Int { min(halfOfMemory / 16, 1 << 31 - 1) }
}
