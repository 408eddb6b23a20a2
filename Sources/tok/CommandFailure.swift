// The one error of the command: a line to say and the status to end with.

/// What a command ends with when it can't do its work.
struct CommandFailure: Error {
  let message: String
  let status: Int32

  /// Something is wrong with data or a file.
  static func data(_ error: some CustomStringConvertible) -> CommandFailure {
    CommandFailure(message: error.description, status: 1)
  }

  /// Something is wrong with what was asked for.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: 2)
  }
}
