// How far a job is that reads one file after the other.

import Subword

/// A bar over the bytes of all files. It is shown where results go elsewhere, and only if it takes long.
struct FileProgress {
  let files: [String]
  private let bar: ProgressBar?
  private var start = 0

  init(_ name: String, _ files: [String]) {
    self.files = files
    bar =
      StandardOutput.isTerminal
      ? nil : ProgressBar(name, total: Self.byteCount(of: files), unit: .bytes, delay: 1)
  }

  /// How many bytes all files have; `nil` where that isn't known.
  private static func byteCount(of files: [String]) -> Int? {
    if files.isEmpty { return nil }
    var total = 0
    for file in files {
      guard let status = SystemCalls.status(of: file), status.kind == .regular else { return nil }
      let (sum, overflows) = total.addingReportingOverflow(status.size)
      if overflows { return nil }
      total = sum
    }
    return total
  }

  /// Shows that so many bytes of the file at hand are done.
  func update(_ offset: Int) { bar?.update(start + offset) }

  mutating func endFile(at offset: Int) { start += offset }

  func finish() { bar?.finish(start) }

  /// Ends it where so many bytes of all files were read.
  func finish(at position: Int) { bar?.finish(position) }
}
