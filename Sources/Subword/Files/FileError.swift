// Everything that can go wrong with a file's bytes on their way in or out.

/// Why a file could not be read or written.
///
/// `path` is the name as the caller gave it; `-` is standard input or output.
@nonexhaustive
public enum FileError: Error, Hashable, Sendable {
  /// The file can't be opened for reading.
  case cannotOpen(path: String, SystemError)
  /// A folder stands where a file is needed.
  case isFolder(path: String)
  /// Reading stopped in the middle.
  case cannotRead(path: String, at: Int, SystemError)
  /// A file became shorter while it was read, so what was read is not the file.
  case becameShorter(path: String, from: Int, to: Int)
  /// The file is longer than what is accepted.
  case tooLong(path: String, limit: Int)
  /// The output can't be made or written; what stood at `path` before is untouched.
  case cannotWrite(path: String, SystemError)
  /// A temporary file can't be made or written.
  case cannotWriteTemporary(SystemError)
  /// Another process is writing the same output.
  case isBeingWritten(path: String)
  /// Standard output, a pipe or a device has failed: what was written there is cut.
  case outputIsCut(path: String, SystemError)
}

extension FileError: CustomStringConvertible {
  /// Where, what, and the mend, in that order.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let error):
      "\(shown(path)): can't be opened, \(error); check the name and its permissions"
    case .isFolder(let path):
      "\(shown(path)): is a folder; name the files in it, for instance \(shown(SystemCalls.path(of: "*.txt", in: path)))"
    case .cannotRead(let path, let offset, let error):
      "\(shown(path)): can't be read, \(error), at byte \(offset); copy the file and try again"
    case .becameShorter(let path, let before, let after):
      """
      \(shown(path)): became shorter while it was read, from \(before) to \(after) bytes; \
      try again when nothing writes to it
      """
    case .tooLong(let path, let limit):
      "\(shown(path)): is longer than the limit of \(limit) bytes; check that it is the right file"
    case .cannotWrite(let path, let error):
      """
      \(shown(path)): can't be written, \(error); what stood there is unchanged, \
      choose another place
      """
    case .cannotWriteTemporary(let error):
      """
      the temporary folder: can't be written, \(error); point TMPDIR to another place, \
      or allow more memory
      """
    case .isBeingWritten(let path):
      "\(shown(path)): is being written by another process; wait for it or choose another name"
    case .outputIsCut(let path, let error):
      "\(shown(path)): can't be written, \(error); what is there is not complete"
    }
  }
}
