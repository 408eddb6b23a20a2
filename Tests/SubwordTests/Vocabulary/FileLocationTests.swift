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
    "and counts lines and columns from one, bytes from zero",
    arguments: [
      (0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (5, 2, 3), (6, 2, 4), (7, 3, 1), (8, 4, 1),
      (9, 4, 2),
    ])
  func places(offset: Int, line: Int, column: Int) {
    let found = lineAndColumn(of: offset, in: Self.text)
    #expect(found == (line, column), "at byte \(offset)")
    let place = FileLocation(file: "a", byteOffset: offset, in: Self.text)
    #expect(place == FileLocation(file: "a", line: line, byteOffset: offset))
  }

  @Test("and takes an offset outside of the file to the nearest end")
  func outside() {
    #expect(lineAndColumn(of: 1_000, in: Self.text) == (4, 2))
    #expect(lineAndColumn(of: -1, in: Self.text) == (1, 1))
    #expect(lineAndColumn(of: 0, in: []) == (1, 1))
  }
}
