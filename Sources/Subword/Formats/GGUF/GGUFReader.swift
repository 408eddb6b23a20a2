// Reads what stands in front of the tensors of a GGUF file: keys and values.
//
//     "GGUF" │ version │ tensors │ keys │ key, kind, value │ key, kind, value │ … │ tensors
//
//     bytes  ──▶  GGUFReader  ──▶  GGUFMetadata
//
// No count is believed before it was compared with what is there. Arrays aren't unpacked: they are
// walked through once, to see that they end within the file, and again by whoever wants their values.
//
// Source: docs/gguf.md of ggml.

/// What kind a value is. The numbers are those of the file format.
enum GGUFKind: UInt32 {
  case uint8 = 0
  case int8 = 1
  case uint16 = 2
  case int16 = 3
  case uint32 = 4
  case int32 = 5
  case float32 = 6
  case bool = 7
  case string = 8
  case array = 9
  case uint64 = 10
  case int64 = 11
  case float64 = 12

  /// How many bytes a value has; of a string or an array, how many it has at least.
  var width: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .string: 8
    case .array: 12
    }
  }
}

/// What can be wrong with a GGUF file.
enum GGUFFailure: Error, Hashable {
  /// Something ends behind the end of the file.
  case cut(at: Int)
  case unsupportedVersion(UInt32)
  case bigEndian
  case unknownKind(UInt32, at: Int)
  /// Arrays of arrays, which no metadata has.
  case nestedArray(at: Int)
  case badBool(UInt8, at: Int)
  case invalidUTF8(at: Int)
  case duplicateKey(String, at: Int)
}

/// A value's kind, and where it lies.
struct GGUFValue {
  var kind: GGUFKind
  /// Where a plain value starts; where the bytes of a string or the first value of an array do.
  var start: Int
  /// How many bytes a string has, or values an array; 1 for a plain value.
  var count = 1
  /// The kind of an array's values.
  var element: GGUFKind?
}

/// The keys and values of a file.
struct GGUFMetadata {
  let bytes: [UInt8]
  private(set) var values: [[UInt8]: GGUFValue] = [:]

  init(_ bytes: [UInt8]) throws(GGUFFailure) {
    self.bytes = bytes
    var reader = GGUFReader(bytes)
    for _ in 0..<(try reader.readHeader()) {
      let place = reader.position
      let key = try reader.readString()
      let value = try reader.readValue()
      guard values.updateValue(value, forKey: Array(bytes[key])) == nil else {
        throw .duplicateKey(String(decoding: bytes[key], as: UTF8.self), at: place)
      }
    }
  }

  /// Reads no further than the keys go, but for what comes with the same block.
  ///
  /// - Returns: `nil` for a file of another format.
  init?(startOf file: inout InputFile) throws(ModelFileError) {
    var bytes: [UInt8] = []
    var goesOn = true
    for count in [GGUFReader.magic.count] + Self.blocks {
      do {
        if goesOn { goesOn = try file.read(into: &bytes, upTo: count) }
      } catch {
        throw .file(error)
      }
      guard bytes.starts(with: GGUFReader.magic) else { return nil }
      if bytes.count == GGUFReader.magic.count && goesOn { continue }
      do {
        try self.init(bytes)
        return
      } catch {
        // What is cut may go on in the next block.
        if case .cut = error, goesOn, count < Self.blocks[Self.blocks.count - 1] { continue }
        throw .gguf(error, path: file.path)
      }
    }
    return nil
  }

  /// How many bytes are read before it is seen whether the keys end there; no metadata has more than
  /// the last.
  private static let blocks = [1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28]

  subscript(key: String) -> GGUFValue? { values[Array(key.utf8)] }

  /// A whole number; `nil` for a value of another kind.
  func integer(_ value: GGUFValue) -> Int? {
    let bits = (0..<value.kind.width).reduce(UInt64(0)) {
      $0 | UInt64(bytes[value.start + $1]) << UInt64(8 * $1)
    }
    return switch value.kind {
    case .uint8, .uint16, .uint32, .bool: Int(bits)
    case .uint64: Int(exactly: bits)
    case .int8: Int(Int8(truncatingIfNeeded: bits))
    case .int16: Int(Int16(truncatingIfNeeded: bits))
    case .int32: Int(Int32(truncatingIfNeeded: bits))
    case .int64: Int(Int64(bitPattern: bits))
    case .float32, .float64, .string, .array: nil
    }
  }

  /// The bits of the value number `index` of an array of 32-bit values.
  func bits(_ array: GGUFValue, _ index: Int) -> UInt32 {
    let start = array.start + 4 * index
    return (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
  }

  /// The text of a string; `nil` for a value of another kind.
  func text(_ value: GGUFValue) -> String? {
    guard value.kind == .string else { return nil }
    return String(decoding: bytes[value.start..<value.start + value.count], as: UTF8.self)
  }

  /// Where the strings of an array lie.
  func strings(_ array: GGUFValue) -> [Range<Int>] {
    var (ranges, reader): ([Range<Int>], GGUFReader) = ([], GGUFReader(bytes, at: array.start))
    ranges.reserveCapacity(array.count)
    // The walk was done before, so it ends as it did then.
    while ranges.count < array.count, let range = reader.nextKnownString() { ranges.append(range) }
    return ranges
  }
}

/// A walk through the bytes of a file.
struct GGUFReader {
  private let bytes: [UInt8]
  private(set) var position: Int

  static let magic = Array("GGUF".utf8)

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// How many keys there are.
  mutating func readHeader() throws(GGUFFailure) -> Int {
    position = Self.magic.count
    let version = UInt32(truncatingIfNeeded: try readNumber(4))
    if version.byteSwapped < 1 << 16 && version >= 1 << 16 { throw .bigEndian }
    guard version == 2 || version == 3 else { throw .unsupportedVersion(version) }
    _ = try readNumber(8)
    // A key has a length, a kind and a value of one byte at least.
    return try readCount(ofWidth: 13)
  }

  private mutating func readNumber(_ width: Int) throws(GGUFFailure) -> UInt64 {
    guard bytes.count - position >= width else { throw .cut(at: position) }
    defer { position += width }
    return (0..<width).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }

  /// A count of things that have at least `width` bytes each.
  private mutating func readCount(ofWidth width: Int) throws(GGUFFailure) -> Int {
    let place = position
    let count = try readNumber(8)
    guard count <= UInt64((bytes.count - position) / width) else { throw .cut(at: place) }
    return Int(count)
  }

  /// Where the bytes of a string lie, which are UTF-8.
  mutating func readString() throws(GGUFFailure) -> Range<Int> {
    let count = try readCount(ofWidth: 1)
    let range = position..<position + count
    guard String(validating: bytes[range], as: UTF8.self) != nil else {
      throw .invalidUTF8(at: range.lowerBound)
    }
    position = range.upperBound
    return range
  }

  /// The next string of an array that was walked through before.
  mutating func nextKnownString() -> Range<Int>? {
    do {
      let count = try readCount(ofWidth: 1)
      defer { position += count }
      return position..<position + count
    } catch {
      return nil
    }
  }

  private mutating func readKind() throws(GGUFFailure) -> GGUFKind {
    let place = position
    let number = UInt32(truncatingIfNeeded: try readNumber(4))
    guard let kind = GGUFKind(rawValue: number) else { throw .unknownKind(number, at: place) }
    return kind
  }

  mutating func readValue() throws(GGUFFailure) -> GGUFValue {
    switch try readKind() {
    case .string:
      let range = try readString()
      return GGUFValue(kind: .string, start: range.lowerBound, count: range.count)
    case .array: return try readArray()
    case let kind:
      let start = position
      let value = try readNumber(kind.width)
      if kind == .bool && value > 1 { throw .badBool(UInt8(value), at: start) }
      return GGUFValue(kind: kind, start: start)
    }
  }

  private mutating func readArray() throws(GGUFFailure) -> GGUFValue {
    let place = position
    let element = try readKind()
    if element == .array { throw .nestedArray(at: place) }
    let count = try readCount(ofWidth: element.width)
    let start = position
    if element == .string {
      for _ in 0..<count { _ = try readString() }
    } else {
      position += count * element.width
    }
    return GGUFValue(kind: .array, start: start, count: count, element: element)
  }
}

extension ModelFileError {
  static func gguf(_ failure: GGUFFailure, path: String) -> ModelFileError {
    .malformed(failure.reason, at: .inBinary(shown(path), byteOffset: failure.offset))
  }
}

extension GGUFFailure {
  /// Where, in bytes from the start of the file.
  var offset: Int {
    switch self {
    case .cut(let offset), .unknownKind(_, let offset), .nestedArray(let offset),
      .badBool(_, let offset), .invalidUTF8(let offset), .duplicateKey(_, let offset):
      offset
    case .unsupportedVersion, .bigEndian: 4
    }
  }

  /// What is wrong, and the mend where it isn't to take the file from its source again.
  var reason: String {
    switch self {
    case .cut: "what starts here ends behind the end of the file."
    case .unsupportedVersion(let version):
      "version \(version) of GGUF isn't supported. Convert the model to version 3."
    case .bigEndian: "GGUF for big-endian machines isn't supported. Convert the model for others."
    case .unknownKind(let kind, _): "a value has the kind \(kind), which isn't one."
    case .nestedArray: "an array has arrays in it."
    case .badBool(let value, _): "the value \(value) is neither true nor false."
    case .invalidUTF8: "a text isn't UTF-8."
    case .duplicateKey(let key, _): "the key \"\(onOneLine(key))\" stands twice."
    }
  }
}
