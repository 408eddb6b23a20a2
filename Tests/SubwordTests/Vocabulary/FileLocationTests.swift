import Subword
import Testing

@Suite("A file location names the file, the line and the byte")
struct FileLocationTests {
  static let text = Array("ab\ncd\r\n\ne".utf8)

  @Test("in the order that editors and people read")
  func description() {
    let place = FileLocation(file: "merges.txt", line: 3, byteOffset: 41)
    #expect(place.description == "merges.txt:3 (byte 41)")
  }

  @Test(
    "and counts lines from one, bytes from zero",
    arguments: [(0, 1), (1, 1), (2, 1), (3, 2), (5, 2), (6, 2), (7, 3), (8, 4), (9, 4)])
  func places(offset: Int, line: Int) {
    let place = FileLocation(file: "a", byteOffset: offset, in: Self.text)
    #expect(place == FileLocation(file: "a", line: line, byteOffset: offset))
  }

  @Test("and takes an offset outside of the file to the nearest line")
  func outside() {
    #expect(FileLocation(file: "a", byteOffset: 1_000, in: Self.text).line == 4)
    #expect(FileLocation(file: "a", byteOffset: -1, in: Self.text).line == 1)
    #expect(FileLocation(file: "a", byteOffset: 0, in: []).line == 1)
  }
}
