// Writing JSON, piece after piece, into one byte buffer.
//
//     the caller's structures  ──▶  JSONWriter  ──▶  bytes of a file, or records of JSONL
//
// Without white space, and otherwise with the bytes that the common tools write (Rust's serde_json,
// and Python's json module with `ensure_ascii=False`): what we rewrite shows only real changes.

/// Appends JSON to a byte buffer.
///
/// ```swift
/// var json = JSONWriter()
/// json.beginObject()
/// json.key("version")
/// json.string("1.0")
/// json.endObject()
/// ```
///
/// Commas and colons come by themselves. In an object, each value needs a `key` before
/// it; the calls must balance. Nothing else of the order is checked.
package struct JSONWriter: Sendable {
  /// What has been written, behind what the buffer held before.
  package private(set) var bytes: [UInt8]
  private var depth = 0
  /// The innermost container has no item yet.
  private var isEmpty = true
  /// A key has been written and its value hasn't.
  private var followsKey = false

  /// A writer that appends to `bytes`.
  package init(appendingTo bytes: [UInt8] = []) { self.bytes = bytes }
}

// MARK: Objects and arrays

extension JSONWriter {
  /// Opens an object. Members follow: a `key` and a value each.
  package mutating func beginObject() {
    begin(UInt8(ascii: "{"))
  }

  /// Closes the object that was opened last.
  ///
  /// - Precondition: One is open.
  package mutating func endObject() {
    end(UInt8(ascii: "}"))
  }

  /// Opens an array. Its elements follow.
  package mutating func beginArray() {
    begin(UInt8(ascii: "["))
  }

  /// Closes the array that was opened last.
  ///
  /// - Precondition: One is open.
  package mutating func endArray() {
    end(UInt8(ascii: "]"))
  }

  /// Writes a key; its value is to follow.
  package mutating func key(_ name: String) {
    beginItem()
    appendQuoted(Array(name.utf8)[...])
    endKey()
  }

  /// Writes a key from its UTF-8; its value is to follow.
  ///
  /// - Throws: ``JSONError/invalidUTF8(at:)`` with an offset in `name`.
  package mutating func key(utf8 name: ArraySlice<UInt8>) throws(JSONError) {
    beginItem()
    try appendValidated(name)
    endKey()
  }

  private mutating func begin(_ opener: UInt8) {
    beginValue()
    bytes.append(opener)
    depth += 1
    isEmpty = true
  }

  private mutating func end(_ closer: UInt8) {
    precondition(depth > 0, "no object or array is open")
    depth -= 1
    bytes.append(closer)
    isEmpty = false
  }

  private mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    followsKey = true
  }

  /// Writes what stands before a value.
  private mutating func beginValue() {
    if followsKey { followsKey = false } else { beginItem() }
  }

  /// Writes what stands before a member or an element.
  private mutating func beginItem() {
    guard depth > 0 else { return }
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
  }
}

// MARK: Scalars and raw text

extension JSONWriter {
  /// Writes a string.
  package mutating func string(_ text: String) {
    beginValue()
    appendQuoted(Array(text.utf8)[...])
  }

  /// Writes a string from its UTF-8.
  ///
  /// - Throws: ``JSONError/invalidUTF8(at:)`` with an offset in `text`; what was written before is
  ///   of no use then.
  package mutating func string(utf8 text: ArraySlice<UInt8>) throws(JSONError) {
    beginValue()
    try appendValidated(text)
  }

  /// Writes an integer.
  package mutating func integer(_ value: Int) {
    beginValue()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var (rest, start) = (value.magnitude, 20)
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    bytes.append(copying: digits.span.extracting(start..<20))
  }

  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) {
    beginValue()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes `null`.
  package mutating func null() {
    beginValue()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a value that is JSON already, as it stands. It isn't checked.
  package mutating func raw(_ value: ArraySlice<UInt8>) {
    beginValue()
    bytes.append(contentsOf: value)
  }

  /// Ends a line: the end of a record of JSONL, or of the file.
  package mutating func lineFeed() {
    bytes.append(UInt8(ascii: "\n"))
  }
}

// MARK: Strings

extension JSONWriter {
  /// Appends `text` in quotes, whose bytes come out of a `String` and so are UTF-8.
  private mutating func appendQuoted(_ text: ArraySlice<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    _ = appendEscaped(text)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendValidated(_ text: ArraySlice<UInt8>) throws(JSONError) {
    bytes.append(UInt8(ascii: "\""))
    if let fault = appendEscaped(text) { throw .invalidUTF8(at: fault) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends `text` with escapes; gives the offset in `text` of malformed UTF-8, where it stops.
  private mutating func appendEscaped(_ text: ArraySlice<UInt8>) -> Int? {
    let span = text.span
    var start = 0
    while true {
      let stop = span.endOfPlainText(from: start)
      bytes.append(copying: span.extracting(start..<stop))
      guard stop < span.count else { return nil }
      guard span[stop] < 0x80 else { return stop }
      appendEscape(of: span[stop])
      start = stop + 1
    }
  }

  private mutating func appendEscape(of byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    }
  }
}
