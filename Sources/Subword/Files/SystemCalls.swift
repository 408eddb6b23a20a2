// The system calls that this package makes on files, as Swift functions.
//
// Every `unsafe` here is of one kind: a C function reads a string or fills a structure that lives
// for the length of the call.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// System calls. A result of type `Int32` is the C function's own: negative or non-zero means
/// that ``SystemError/last`` tells why.
package enum SystemCalls {
  /// Opens `path`. Of a file that this makes the kernel takes away the rights that the process's mask
  /// withholds: to read the mask is to change it, for other threads too.
  package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0o666) -> Int32 {
    unsafe Self.cOpen(path, flags | O_CLOEXEC, mode_t(mode))
  }

  package static func unlink(_ path: String) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.unlink(path)
    #elseif canImport(Musl)
      unsafe Musl.unlink(path)
    #else
      unsafe Darwin.unlink(path)
    #endif
  }

  package static func rename(_ old: String, to new: String) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.rename(old, new)
    #elseif canImport(Musl)
      unsafe Musl.rename(old, new)
    #else
      unsafe Darwin.rename(old, new)
    #endif
  }

  /// Makes and opens a file that has no name any more; negative on failure.
  ///
  /// Not by `mkstemp`: a program that another thread starts at that moment would have it open, too.
  static func openTemporary() -> Int32 {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    for _ in 0..<100 {
      let name = String(UInt64.random(in: .min ... .max), radix: 36)
      let path = "\(folder.isEmpty ? "/tmp" : folder)/tok-\(name)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
      if descriptor < 0 && errno == EEXIST { continue }
      if descriptor >= 0 { _ = unlink(path) }
      return descriptor
    }
    return -1
  }

  /// What `path` leads to, links followed; `nil` when there is nothing.
  package static func status(of path: String) -> FileStatus? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? FileStatus(status) : nil
  }

  /// Whether `path` leads to a regular file.
  package static func isFile(_ path: String) -> Bool { status(of: path)?.kind == .regular }

  package static func status(of descriptor: Int32) -> FileStatus? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }

  /// Where `path` leads, all links followed; there need not be anything yet.
  ///
  /// `nil` for links that go round in a circle.
  package static func resolve(_ path: String) -> String? {
    var path = path
    for _ in 0..<40 {  // as many as the system itself follows
      if let real = unsafe realpath(path, nil) {
        defer { unsafe free(real) }
        return unsafe String(cString: real)
      }
      guard let next = link(at: path) else { return path }
      path = next.utf8.first == UInt8(ascii: "/") ? next : "\(folder(of: path))/\(next)"
    }
    return nil
  }

  /// What the link at `path` holds; `nil` when it is none.
  private static func link(at path: String) -> String? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe target.withUnsafeMutableBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { name in
        unsafe name.baseAddress.map { unsafe readlink(path, $0, name.count) } ?? -1
      }
    }
    return count > 0 ? String(decoding: target.prefix(count), as: UTF8.self) : nil
  }

  /// The folder that holds `path`.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands behind the last slash of `path`.
  package static func name(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path[...] }
    return path[path.utf8.index(after: slash)...]
  }

  /// The path of the file called `name` in `folder`, which may end in a slash.
  package static func path(of name: String, in folder: String) -> String {
    folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

  /// The processors that are there.
  package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  package static func canWrite(inFolder path: String) -> Bool {
    unsafe access(path, W_OK | X_OK) == 0
  }

  /// Whether the files in a folder can be listed and opened.
  package static func canRead(inFolder path: String) -> Bool {
    unsafe access(path, R_OK | X_OK) == 0
  }

  /// Reads once into `memory`; -1 on failure.
  static func read(_ descriptor: Int32, into memory: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(descriptor, memory.baseAddress, memory.count)
    #elseif canImport(Musl)
      unsafe Musl.read(descriptor, memory.baseAddress, memory.count)
    #else
      unsafe Darwin.read(descriptor, memory.baseAddress, memory.count)
    #endif
  }

  /// Writes all of `bytes`, however many calls it takes.
  ///
  /// - Returns: `nil`, or what went wrong.
  package static func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) -> SystemError? {
    unsafe bytes.withUnsafeBytes { all in
      var done = 0
      while done < all.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[done...])
        let count = unsafe write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          done += count
        } else if errno != EINTR {
          return .last
        }
      }
      return nil
    }
  }

  private static func cOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.open(path, flags, mode)
    #elseif canImport(Musl)
      unsafe Musl.open(path, flags, mode)
    #else
      unsafe Darwin.open(path, flags, mode)
    #endif
  }
}

/// What the system knows of a file.
package struct FileStatus: Sendable {
  package enum Kind: Sendable { case regular, folder, other }

  package let kind: Kind
  package let size: Int
  let mode: mode_t
  package let identity: FileIdentity

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
    mode = status.st_mode & 0o777
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      node: UInt64(truncatingIfNeeded: status.st_ino))
  }
}

/// Which file a name leads to: two names with one identity are one file.
package struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let node: UInt64
}
