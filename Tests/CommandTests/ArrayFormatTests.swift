import Foundation
import TestSupport
import Testing

@Suite("tok encode gives the identifiers of all texts as one array")
struct ArrayFormatTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
  }

  private static let arguments = ["--text 'The cat sat.'", "corpus.txt corpus.txt", "/dev/null"]

  /// The identifiers that `--format ids` gives, each as four bytes, the lowest first.
  private func expected(_ arguments: String) throws -> [UInt8] {
    let text = String(
      decoding: try workshop.output("tok encode \(arguments)"), as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).flatMap { word -> [UInt8] in
      let id = UInt32(word) ?? .max
      return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: id >> $0) }
    }
  }

  @Test("bin: 32 bits each, the lowest byte first, and nothing else", arguments: arguments)
  func binary(arguments: String) throws {
    let ids = try expected(arguments)
    #expect(try workshop.output("tok encode --format bin \(arguments)") == ids)
  }

  @Test("npy: the same behind a header of 128 bytes that counts them", arguments: arguments)
  func numpy(arguments: String) throws {
    let ids = try expected(arguments)
    let description =
      "{'descr': '<u4', 'fortran_order': False, 'shape': (\(ids.count / 4),), }"
    let spaces = String(repeating: " ", count: 117 - description.utf8.count)
    let header =
      [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array("\(description)\(spaces)\n".utf8)
    #expect(header.count == 128)
    #expect(try workshop.output("tok encode --format npy \(arguments)") == header + ids)
  }

  @Test(
    "npy: what NumPy reads, and what it would have written itself",
    .enabled(if: Machine.can("python3 -c 'import numpy'"), "needs python3 with numpy"),
    arguments: arguments)
  func numpyItself(arguments: String) throws {
    let program = """
      import io, numpy, subprocess, sys
      ours = open("ids.npy", "rb").read()
      array = numpy.load("ids.npy")
      theirs = io.BytesIO()
      numpy.save(theirs, array)
      assert theirs.getvalue() == ours
      print(*array.tolist())
      """
    try workshop.write(program, to: "read.py")
    let array = try workshop.output(
      "tok encode --format npy \(arguments) > ids.npy; python3 read.py")
    let ids = try workshop.output("echo $(tok encode \(arguments))")
    #expect(array == ids)
  }

  @Test("or an error where there is no room, and never a success")
  func faults() throws {
    for format in ["npy", "bin"] {
      try workshop.expect(
        "tok encode --format \(format) corpus.txt > /dev/full", status: 1,
        error:
          "tok: standard output: can't be written, no space left on device; what is there is not complete"
      )
    }
    try workshop.expect(
      "tok encode --format npy corpus.txt", status: 1,
      error: """
        tok: the temporary folder: can't be written, no such file or directory; point TMPDIR to \
        another place, or take --format bin
        """, environment: ["TMPDIR": "\(workshop.folder.path)/missing"])
  }

  @Test("and leaves nothing in the temporary folder")
  func temporaryFolder() throws {
    _ = try workshop.run("mkdir spool")
    let outcome = try workshop.run(
      "tok encode --format npy corpus.txt > ids.npy",
      environment: ["TMPDIR": "\(workshop.folder.path)/spool"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try workshop.output("ls -A spool").isEmpty)
  }

  @Test(
    "but not to a terminal", .enabled(if: Machine.canOpenTerminal, "needs script"),
    arguments: ["npy", "bin"])
  func terminal(format: String) throws {
    let outcome = try workshop.run(
      "script -qec 'tok encode --format \(format) --text x' /dev/null < /dev/null")
    #expect(
      outcome.text
        == "tok: --format \(format): is no text for a terminal; send it to a file or a program\r\n")
  }
}
