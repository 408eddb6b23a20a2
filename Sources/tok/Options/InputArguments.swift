// Which files the user means.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum InputArguments {
  /// The files that `arguments` name; without any, standard input, when that is no terminal.
  ///
  /// A pattern that the shell left alone, because it was quoted, is expanded here.
  static func files(_ arguments: [String]) throws(CommandFailure) -> [String] {
    if arguments.isEmpty {
      guard isatty(0) == 0 else { throw .usage("no input; name a file, or - for standard input") }
      return ["-"]
    }
    var files: [String] = []
    for argument in arguments { files += try expanded(argument) }
    if files.filter({ $0 == "-" }).count > 1 {
      throw .usage("standard input: is named twice; name it once")
    }
    return files
  }

  private static func expanded(_ argument: String) throws(CommandFailure) -> [String] {
    let isPattern = argument.utf8.contains { "*?[".utf8.contains($0) }
    guard isPattern, SystemCalls.status(of: argument) == nil else { return [argument] }
    if argument.contains("**") {
      throw .usage(
        "\(shown(argument)): ** isn't a pattern here; name the folders, such as 'a/*/*.txt'")
    }
    let files = try matches(argument)
    if files.isEmpty { throw .data("\(shown(argument)): no file matches; check the pattern") }
    return files
  }

  private static func matches(_ pattern: String) throws(CommandFailure) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    var files: [String] = []
    for index in 0..<Int(unsafe found.gl_pathc) {
      guard let path = unsafe found.gl_pathv[index] else { continue }
      guard let file = unsafe String(validatingCString: path) else {
        throw .data("\(shown(pattern)): matches a name that is not UTF-8; rename that file")
      }
      files.append(file)
    }
    return files
  }
}
