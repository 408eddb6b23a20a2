import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite("The memory that a container allows is the least of its groups' limits")
struct ControlGroupTests {
  private func limit(_ membership: String, _ files: [(path: String, text: String)]) throws -> Int? {
    let folder = try TemporaryFolder()
    try folder.write(membership, to: "cgroup")
    for file in files {
      let path = folder.url.appendingPathComponent("fs/\(file.path)")
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try folder.write(file.text, to: "fs/\(file.path)")
    }
    return ControlGroup(membership: folder["cgroup"], hierarchy: folder["fs"]).memoryLimit
  }

  @Test("in the present version")
  func second() throws {
    #expect(try limit("0::/\n", [("memory.max", "512000000\n")]) == 512_000_000)
    #expect(try limit("0::/\n", [("memory.max", "max\n")]) == nil)
    let files = [("memory.max", "900"), ("a/memory.max", "500\n"), ("a/b/memory.max", "max\n")]
    #expect(try limit("0::/a/b\n", files) == 500)
    #expect(try limit("0::/a/b/c:d/\n", files) == 500)
    #expect(try limit("0::/x\n", files) == 900)
  }

  @Test("in the older version, and in both at once")
  func first() throws {
    let files = [
      ("memory/memory.limit_in_bytes", "9223372036854771712\n"),
      ("memory/box/memory.limit_in_bytes", "700\n"), ("memory.max", "800\n"),
    ]
    #expect(try limit("4:memory:/box\n3:cpu:/\n", files) == 700)
    #expect(try limit("4:cpu,memory:/box/inner\n0::/\n", files) == 700)
    #expect(try limit("4:memory:/\n", files) == nil)
    #expect(try limit("0::/\n4:memory:/\n", files) == 800)
  }

  @Test(
    "or nothing, where nothing says it",
    arguments: ["", "x", "0::", "::", "0::/../..\n", "4:memory"])
  func none(membership: String) throws {
    #expect(try limit(membership, []) == nil)
    #expect(ControlGroup(membership: "/nowhere", hierarchy: "/nowhere").memoryLimit == nil)
  }
}
