import TestSupport
import Testing

@testable import Subword

@Suite("The peak of memory is what the system says of this program")
struct PeakMemoryTests {
  private func peak(_ status: String) throws -> Int? {
    let folder = try TemporaryFolder()
    try folder.write(status, to: "status")
    return PeakMemory.ofProgram(status: folder["status"])
  }

  @Test("on a line of its own, in units of 1024 bytes")
  func line() throws {
    #expect(
      try peak("Name:\ttok\nVmPeak:\t  900 kB\nVmHWM:\t  53 kB\nVmRSS:\t 5 kB\n") == 53 * 1024)
    #expect(PeakMemory.byteCount > 1_000_000)
  }

  @Test(
    "and unknown where there is no such line",
    arguments: ["", "VmHWM:", "VmHWM: x kB", "VmHWM: 5 MB"])
  func noLine(status: String) throws { #expect(try peak(status) == nil) }

  @Test("and unknown where there is no such file")
  func noFile() { #expect(PeakMemory.ofProgram(status: "/nowhere/status") == nil) }
}
