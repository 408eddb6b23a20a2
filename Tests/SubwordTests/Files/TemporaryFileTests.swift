import Foundation
import Subword
import SubwordMemory
import Testing

@Suite("A temporary file")
struct TemporaryFileTests {
  @Test("gives back what was written")
  func bothWays() throws {
    let file = try TemporaryFile()
    for part in ["first ", "", "second"] { try file.write(Array(part.utf8).span) }
    var reader = try file.reader()
    #expect(reader.size == 12)
    var buffer = Buffer<UInt8>()
    while try reader.read(into: &buffer, room: 5) > 0 {}
    #expect(buffer.array == Array("first second".utf8))
  }

  @Test("can be empty")
  func empty() throws {
    var reader = try TemporaryFile().reader()
    var buffer = Buffer<UInt8>()
    let count = try reader.read(into: &buffer, room: 5)
    #expect(count == 0)
  }

  @Test("outlives its writer, and is its own: two don't meet")
  func independent() throws {
    var readers: [[UInt8]] = []
    for text in ["one", "two"] {
      let file = try TemporaryFile()
      try file.write(Array(text.utf8).span)
      var reader = try file.reader()
      var buffer = Buffer<UInt8>()
      while try reader.read(into: &buffer, room: 100) > 0 {}
      readers.append(buffer.array)
    }
    #expect(readers == [Array("one".utf8), Array("two".utf8)])
  }

  @Test("lies in /tmp where TMPDIR is empty")
  func emptyName() async {
    await #expect(processExitsWith: .success) {
      // Root could write to the root of all folders, too.
      if geteuid() == 0 { try #require(setuid(65_534) == 0) }
      unsafe setenv("TMPDIR", "", 1)
      _ = try TemporaryFile()
    }
  }

  @Test("is closed in programs that this one starts")
  func closedOnExecution() async {
    await #expect(processExitsWith: .success) {
      // The process that runs all tests may have hundreds open, which this one inherits.
      let descriptors: Range<Int32> = 0..<4_096
      let before = descriptors.filter { fcntl($0, F_GETFD) >= 0 }
      let file = try TemporaryFile()
      let reader = try file.reader()
      let new = descriptors.filter { fcntl($0, F_GETFD) >= 0 && !before.contains($0) }
      try #require(new.count == 2)
      for descriptor in new { try #require(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0) }
      _ = (file, reader.size)
    }
  }

  @Test("that can't be written names the mend")
  func message() {
    #expect(
      "\(FileError.cannotWriteTemporary(SystemError(code: 28)))" == """
        the temporary folder: can't be written, no space left on device; point TMPDIR to another \
        place, or allow more memory
        """)
  }
}
