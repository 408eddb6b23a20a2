// The most memory that this process has had.
//
// Linux keeps two records of it. That of `getrusage` outlives `exec`, so it may be that of the shell or
// script whose place this process has taken; `VmHWM` belongs to the program.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

package enum PeakMemory {
  /// In bytes.
  package static var byteCount: Int { ofProgram(status: "/proc/self/status") ?? ofProcess }

  /// What the line `VmHWM:  53600 kB` of the file at `status` says; `nil` where there is none, as on
  /// systems other than Linux.
  static func ofProgram(status path: String) -> Int? {
    let status: [UInt8]
    do { status = try InputFile.start(of: path, count: 1 << 16) } catch { return nil }
    let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 3, words[2] == "kB", let count = Int(words[1]) else { return nil }
    return count * 1024
  }

  private static var ofProcess: Int {
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
