import SubwordMemory
import Testing

@Suite("A buffer")
struct BufferTests {
  @Test("starts empty, zeroed or filled")
  func starts() {
    #expect(Buffer<Int>().array.isEmpty)
    #expect(Buffer<Int>(capacity: 100).count == 0)
    #expect(Buffer<UInt16>(zeroed: 3).array == [0, 0, 0])
    #expect(Buffer<UInt16>(zeroed: 0).array == [])
    #expect(Buffer<Int>(repeating: 7, count: 3).array == [7, 7, 7])
    #expect(Buffer<Int>(repeating: 7, count: 0).array == [])
  }

  @Test("grows by one element and by many, and keeps what it has")
  func grows() {
    var buffer = Buffer<Int>()
    for number in 0..<10_000 { buffer.append(number) }
    buffer.append(contentsOf: Array(10_000..<30_000).span)
    let none: [Int] = []
    buffer.append(contentsOf: none.span)
    #expect(buffer.count == 30_000)
    #expect(buffer.array == Array(0..<30_000))
  }

  @Test("takes a part of another")
  func appendsPart() {
    var source = Buffer<Int>()
    for number in 0..<10 { source.append(number) }
    var buffer = Buffer<Int>(repeating: -1, count: 1)
    buffer.append(source, 3..<6)
    buffer.append(source, 10..<10)
    #expect(buffer.array == [-1, 3, 4, 5])
  }

  @Test("changes elements in place")
  func subscripts() {
    var buffer = Buffer<Int>(repeating: 1, count: 3)
    buffer[1] += 5
    buffer[2] = 9
    #expect(buffer.array == [1, 6, 9])
    #expect(buffer[0] == 1)
  }

  @Test("shrinks at both ends and grows again")
  func shrinks() {
    var buffer = Buffer<UInt32>()
    for number: UInt32 in 0..<6 { buffer.append(number) }
    let last = buffer.removeLast()
    #expect(last == 5)
    buffer.removeFirst(2)
    #expect(buffer.array == [2, 3, 4])
    buffer.removeFirst(0)
    buffer.resize(to: 5, filling: 8)
    #expect(buffer.array == [2, 3, 4, 8, 8])
    buffer.resize(to: 1, filling: 8)
    #expect(buffer.array == [2])
    buffer.removeFirst(1)
    #expect(buffer.count == 0)
    buffer.append(1)
    buffer.removeAll()
    #expect(buffer.count == 0)
  }

  @Test("shows its elements as a span")
  func span() {
    let buffer = Buffer<Int>(repeating: 4, count: 5)
    #expect(buffer.withSpan { $0.count + $0[4] } == 9)
    #expect(Buffer<Int>().withSpan { $0.count } == 0)
  }

  @Test("of bytes reads eight at once, copies parts, and counts line feeds")
  func bytes() {
    var buffer = Buffer<UInt8>()
    buffer.append(contentsOf: Array("a\nb\n\ncdefg".utf8).span)
    #expect(buffer.word(at: 0) == 0x6564_630A_0A62_0A61)
    #expect(buffer.word(at: 2) == 0x6766_6564_630A_0A62)
    #expect(buffer.array(2..<4) == Array("b\n".utf8))
    #expect(buffer.array(4..<4) == [])
    #expect(buffer.lineFeeds(0..<buffer.count) == 3)
    #expect(buffer.lineFeeds(2..<4) == 1)
    #expect(buffer.firstLineFeed(from: 0) == 1)
    #expect(buffer.firstLineFeed(from: 4) == 4)
    #expect(buffer.firstLineFeed(from: 5) == nil)
    #expect(buffer.firstLineFeed(from: 100) == nil)
  }

  @Test("of bytes takes up to eight from a word")
  func words() {
    for count in 0...8 {
      var buffer = Buffer<UInt8>(repeating: 9, count: 1)
      buffer.append(0x0807_0605_0403_0201, count: count)
      #expect(buffer.array == [9] + (1...8).prefix(count).map { UInt8($0) })
    }
  }
}

@Suite("A buffer stops the program rather than leave its bounds")
struct BufferBoundsTests {
  @Test("when reading")
  func reading() async {
    await #expect(processExitsWith: .failure) { _ = Buffer<Int>(zeroed: 3)[3] }
    await #expect(processExitsWith: .failure) { _ = Buffer<Int>(zeroed: 3)[-1] }
    await #expect(processExitsWith: .failure) { _ = Buffer<UInt8>(zeroed: 3).array(2..<4) }
    await #expect(processExitsWith: .failure) { _ = Buffer<UInt8>(zeroed: 8).word(at: 1) }
    await #expect(processExitsWith: .failure) { _ = Buffer<UInt8>(zeroed: 7).word(at: 0) }
    await #expect(processExitsWith: .failure) { _ = Buffer<UInt8>(zeroed: 9).word(at: -1) }
    await #expect(processExitsWith: .failure) { _ = Buffer<UInt8>(zeroed: 3).lineFeeds(0..<4) }
    await #expect(processExitsWith: .failure) {
      _ = Buffer<UInt8>(zeroed: 3).firstLineFeed(from: -1)
    }
  }

  @Test("when writing")
  func writing() async {
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>(zeroed: 3)
      buffer[3] = 1
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>()
      buffer[0] += 1
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>()
      buffer.append(Buffer<Int>(zeroed: 3), 2..<4)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>()
      buffer.append(Buffer<Int>(zeroed: 3), -1..<2)
    }
  }

  @Test("when taking a part of a word")
  func words() async {
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<UInt8>()
      buffer.append(0, count: 9)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<UInt8>()
      buffer.append(0, count: -1)
    }
  }

  @Test("when shrinking")
  func shrinking() async {
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>()
      _ = buffer.removeLast()
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>(zeroed: 3)
      buffer.removeFirst(4)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>(zeroed: 3)
      buffer.removeFirst(-1)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = Buffer<Int>(zeroed: 3)
      buffer.resize(to: -1, filling: 0)
    }
    await #expect(processExitsWith: .failure) { _ = Buffer<Int>(zeroed: -1) }
    await #expect(processExitsWith: .failure) { _ = Buffer<Int>(repeating: 0, count: -1) }
  }
}
