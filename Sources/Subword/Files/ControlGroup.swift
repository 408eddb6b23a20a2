// How much memory the control groups of this process allow: a container has less than its machine.
//
//     /proc/self/cgroup  ──▶  the folder of each group, and those above it  ──▶  the least limit

/// The limits of Linux's control groups, of both versions.
package struct ControlGroup {
  private let membership: String
  private let hierarchy: String

  /// - Parameters:
  ///   - membership: A file of lines such as `0::/app`, or `4:memory:/app` in the older version.
  ///   - hierarchy: The folder that the groups are mounted in.
  package init(
    membership: String = "/proc/self/cgroup", hierarchy: String = "/sys/fs/cgroup"
  ) {
    self.membership = membership
    self.hierarchy = hierarchy
  }

  /// How many bytes the process may have; `nil` where nothing says it.
  package var memoryLimit: Int? {
    text(of: membership).split(separator: "\n").flatMap { line -> [Int] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      if parts[0] == "0" && parts[1].isEmpty {
        return limits(in: hierarchy, of: parts[2], file: "memory.max")
      }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return limits(in: hierarchy + "/memory", of: parts[2], file: "memory.limit_in_bytes")
    }.min()
  }

  /// The limits of a group and of all above it. Inside a container the first ones aren't mounted.
  private func limits(in folder: String, of group: Substring, file: String) -> [Int] {
    var path = group
    var limits: [Int] = []
    while true {
      while path.last == "/" { path.removeLast() }
      // What says "max", and the largest number of the older version, are no limits.
      let line = text(of: "\(folder)\(path)/\(file)").prefix { $0 != "\n" }
      if let limit = Int(line), limit > 0, limit < 1 << 60 { limits.append(limit) }
      guard let slash = path.lastIndex(of: "/") else { return limits }
      path = path[..<slash]
    }
  }

  /// A small file's text; none where it can't be read.
  private func text(of path: String) -> String {
    do {
      return String(decoding: try InputFile.start(of: path, count: 1 << 16), as: UTF8.self)
    } catch {
      return ""
    }
  }
}
