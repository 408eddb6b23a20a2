// Writing: the old file or the new one, never half of it.
//
//     bytes  ──▶  .NAME.partial beside the output  ──▶  sync  ──▶  rename to NAME  ──▶  sync the folder
//
// A process that is killed leaves `.NAME.partial`, which the next run replaces: no litter stays.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes whole files so that a reader, a crash or a full disk never meets a half one.
package enum AtomicFile {
  /// Replaces what stands at `path` by `bytes`, or leaves it as it was and throws.
  ///
  /// A link is followed and stays a link. What is no regular file, `/dev/null` say, is written to.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write([(path, bytes)])
  }

  /// Writes several files that belong together: all are complete before the first one is renamed.
  ///
  /// The first one comes last, so that whoever sees it finds the others.
  package static func write(_ files: ArraySlice<(path: String, bytes: [UInt8])>) throws(FileError) {
    guard let (path, bytes) = files.first else { return }
    // Asked before links are followed: where `/dev/stdout` leads to may have no name.
    if SystemCalls.status(of: path)?.kind == .other {
      try write(files.dropFirst())
      return try writeThrough(bytes, to: path)
    }
    let target = try target(of: path)
    let partial = try PartialFile(beside: target, named: path)
    try partial.fill(with: bytes, replacing: target)
    do { try write(files.dropFirst()) } catch {
      partial.remove()
      throw error
    }
    try partial.rename(to: target)
  }

  /// Checks that `path` could be written, before hours of work are spent on its contents.
  package static func check(_ path: String) throws(FileError) {
    switch SystemCalls.status(of: path)?.kind {
    case .folder: throw .cannotWrite(path: path, SystemError(code: EISDIR))
    case .other: return
    case .regular: break
    case nil: if errno != ENOENT { throw .cannotWrite(path: path, .last) }
    }
    let target = try target(of: path)
    let folder = SystemCalls.folder(of: target)
    if let kind = SystemCalls.status(of: folder)?.kind, kind != .folder {
      throw .cannotWrite(path: path, SystemError(code: ENOTDIR))
    }
    if !SystemCalls.canWrite(inFolder: folder) { throw .cannotWrite(path: path, .last) }
  }

  /// The name of the file itself, links followed.
  private static func target(of path: String) throws(FileError) -> String {
    guard let target = SystemCalls.resolve(path) else {
      throw .cannotWrite(path: path, SystemError(code: ELOOP))
    }
    return target
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = SystemCalls.open(path, O_WRONLY)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, .last) }
    defer { close(descriptor) }
    if let error = SystemCalls.writeAll(bytes.span, to: descriptor) {
      throw .outputIsCut(path: path, error)
    }
  }
}

/// The new file while it grows, under its own name and a lock.
private struct PartialFile: ~Copyable {
  let path: String
  let name: String
  let descriptor: Int32

  /// Makes the file, in place of the one that a killed process left.
  init(beside target: String, named name: String) throws(FileError) {
    let hidden = ".\(Self.shortened(SystemCalls.name(of: target))).partial"
    path = SystemCalls.path(of: hidden, in: SystemCalls.folder(of: target))
    self.name = name
    descriptor = try Self.openLocked(path, named: name)
  }

  deinit { close(descriptor) }

  /// As much of `name` as leaves room for what is put around it: names have up to 255 bytes.
  private static func shortened(_ name: Substring) -> Substring {
    var name = name
    while name.utf8.count > 240 { name.removeLast() }
    return name
  }

  /// Other processes that want the same file may come in between so often.
  private static let attempts = 100

  /// Makes and locks the file at `path`; a process that takes it for a left one before it is locked
  /// removes it, and it is made again.
  private static func openLocked(_ path: String, named name: String) throws(FileError) -> Int32 {
    for _ in 0..<attempts {
      let descriptor = SystemCalls.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
      if descriptor < 0 {
        if errno != EEXIST { throw .cannotWrite(path: name, .last) }
        try removeLeft(path, named: name)
        continue
      }
      var isKept = false
      defer { if !isKept { close(descriptor) } }
      isKept = try lock(descriptor, path, named: name)
      if isKept { return descriptor }
    }
    throw .isBeingWritten(path: name)
  }

  /// Removes the file at `path`, unless a process writes it. Its rights are those that its own
  /// process gave it, maybe of an output that nobody may write: reading is enough for a lock, but not
  /// on every network file system.
  private static func removeLeft(_ path: String, named name: String) throws(FileError) {
    var descriptor = SystemCalls.open(path, O_RDWR | O_NOFOLLOW)
    if descriptor < 0 && errno == EACCES {
      descriptor = SystemCalls.open(path, O_RDONLY | O_NOFOLLOW)
    }
    if descriptor < 0 {
      if errno == ENOENT { return }
      throw .cannotWrite(path: name, .last)
    }
    defer { close(descriptor) }
    guard try lock(descriptor, path, named: name) else { return }
    // The file of another user may be opened in a folder where it can't be removed.
    if SystemCalls.unlink(path) != 0 && errno != ENOENT { throw .cannotWrite(path: name, .last) }
  }

  /// Locks the file that was opened at `path`.
  ///
  /// - Returns: Whether `path` is still its name: the process that had the lock before may have
  ///   renamed or removed it.
  private static func lock(
    _ descriptor: Int32, _ path: String, named name: String
  ) throws(FileError) -> Bool {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .isBeingWritten(path: name) }
    let locked = SystemCalls.status(of: descriptor)?.identity
    return locked == SystemCalls.status(of: path)?.identity
  }

  /// Writes `bytes`, with the rights of the file that they will replace.
  func fill(with bytes: [UInt8], replacing target: String) throws(FileError) {
    if let mode = SystemCalls.status(of: target)?.mode, fchmod(descriptor, mode) != 0 {
      throw givenUp(.last)
    }
    if let error = SystemCalls.writeAll(bytes.span, to: descriptor) { throw givenUp(error) }
    while fsync(descriptor) != 0 { if errno != EINTR { throw givenUp(.last) } }
  }

  func rename(to target: String) throws(FileError) {
    if SystemCalls.rename(path, to: target) != 0 { throw givenUp(.last) }
    // The rename itself lasts only once its folder is on the disk. Some file systems can't sync a
    // folder: the file is complete there all the same.
    let folder = SystemCalls.open(SystemCalls.folder(of: target), O_RDONLY)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  func remove() { _ = SystemCalls.unlink(path) }

  private func givenUp(_ error: SystemError) -> FileError {
    remove()
    return .cannotWrite(path: name, error)
  }
}
