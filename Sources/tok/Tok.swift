// The command `tok`: finds the verb, runs it, and turns whatever goes wrong into one line and a
// status that scripts can tell apart.
//
//     arguments  ──▶  Tok  ──▶  Commands/  ──▶  standard output (results), standard error (messages)

import ArgumentParser
import Subword
import SubwordMemory

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
    subcommands: [
      TrainCommand.self, EncodeCommand.self, DecodeCommand.self, ConvertCommand.self,
      InspectCommand.self,
    ])

  /// Parses, runs, and ends the process: 0 for done, 1 for data and files, 2 for usage, 3 for a comparison that
  /// has found a difference.
  static func main() {
    StandardStreams.holdPlaces()
    growHeapInLargeSteps()
    // A file-size limit is then an error of the write that meets it.
    signal(SIGXFSZ, SIG_IGN)
    do {
      try ArgumentBytes.check()
      var command = try parseAsRoot()
      try command.run()
      try StandardOutput.close()
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    do {
      try answer(error)
    } catch {
      StandardError.write("tok: \(error.message)")
      Process.exit(error.status)
    }
    Process.exit(0)
  }

  /// Writes the help or the version, which the parser throws; anything else goes on as a failure.
  private static func answer(_ error: any Error) throws(CommandFailure) {
    if let failure = error as? CommandFailure { throw failure }
    let usage = usageMessage
    if let message = usage.wrongCommand { throw .usage(message) }
    guard exitCode(for: error) == .success, usage.bundle == nil else {
      throw .usage(usage.text(message(for: error)))
    }
    var output = StandardOutput()
    output.bytes = Array(fullMessage(for: error).utf8)
    output.endLine()
    try output.flush()
    try StandardOutput.close()
  }

  private static var usageMessage: UsageMessage {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let commands = configuration.subcommands
    let command = commands.first { $0.configuration.commandName == arguments.first }
    return UsageMessage(
      arguments: arguments, commands: commands.compactMap { $0.configuration.commandName },
      help: helpMessage(for: command ?? Tok.self, columns: 200))
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
