// The command `tok`: finds the verb, runs it, and turns whatever goes wrong into one line and a
// status that scripts can tell apart.
//
//     arguments  ──▶  Tok  ──▶  Commands/  ──▶  standard output (results), standard error (messages)

import ArgumentParser
import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@main
struct Tok: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tok",
    abstract: "Trains and runs subword tokenizers.",
    discussion: """
      tok train corpus.txt --vocab 32000
      tok encode --text "The cat sat."
      """,
    version: SubwordVersion.current,
    subcommands: [TrainCommand.self, EncodeCommand.self, DecodeCommand.self])

  /// Parses, runs, and ends the process: 0 for done, 1 for data and files, 2 for usage.
  static func main() {
    // A file-size limit is then an error of the write that meets it.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
      try StandardOutput.close()
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    if let error = error as? CommandFailure {
      StandardError.write("tok: \(error.message)")
      Process.exit(error.status)
    }
    if exitCode(for: error) == .success {
      print(fullMessage(for: error))
      Process.exit(0)
    }
    StandardError.write("tok: \(UsageMessage.oneLine(message(for: error)))")
    Process.exit(2)
  }
}

/// A name for the system's `exit`, which the parser's own member hides.
private enum Process {
  static func exit(_ status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }
}

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

/// The argument parser's words, brought to one line.
enum UsageMessage {
  static func oneLine(_ message: String) -> String {
    let lines = message.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
    return lines.joined(separator: " ")
  }
}
