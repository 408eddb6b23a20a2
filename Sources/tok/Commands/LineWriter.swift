// The formats of `tok encode` that give a line for each text.

import Subword

struct LineWriter: EncodingWriter {
  private let tokenizer: Tokenizer
  private let format: EncodeCommand.Format
  private var output = StandardOutput()

  init(_ tokenizer: Tokenizer, _ format: EncodeCommand.Format) {
    self.tokenizer = tokenizer
    self.format = format
  }

  mutating func write(_ ids: [TokenID]) throws(CommandFailure) {
    switch format {
    case .ids: writeList(ids, separator: " ")
    case .pieces: writePieces(ids)
    case .json: writeObject(ids)
    case .jsonl:
      output.bytes.append(UInt8(ascii: "["))
      writeList(ids, separator: ",")
      output.bytes.append(UInt8(ascii: "]"))
    case .cut: writeCut(ids)
    case .npy, .bin: return  // have writers of their own
    }
    output.bytes.append(UInt8(ascii: "\n"))
    try output.flushIfLarge()
  }

  mutating func finish() throws(CommandFailure) { try output.flush() }

  private mutating func writeList(_ ids: [TokenID], separator: Unicode.Scalar) {
    for (index, id) in ids.enumerated() {
      if index > 0 { output.bytes.append(UInt8(ascii: separator)) }
      output.append(id.rawValue)
    }
  }

  private mutating func writePieces(_ ids: [TokenID]) {
    for (index, id) in ids.enumerated() {
      if index > 0 { output.bytes.append(UInt8(ascii: " ")) }
      // A vocabulary of characters has tokens that would end the line.
      for byte in (tokenizer.spelling(of: id) ?? "").utf8 {
        switch byte {
        case 0x0A: output.bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: output.bytes.append(contentsOf: "\\r".utf8)
        default: output.bytes.append(byte)
        }
      }
    }
  }

  private mutating func writeObject(_ ids: [TokenID]) {
    var json = JSONWriter(appendingTo: output.bytes)
    output.bytes = []
    json.beginObject()
    json.key("ids")
    json.beginArray()
    for id in ids { json.integer(id.index) }
    json.endArray()
    json.key("pieces")
    json.beginArray()
    for id in ids { json.string(tokenizer.spelling(of: id) ?? "") }
    json.endArray()
    json.endObject()
    output.bytes = json.bytes
  }

  /// On a terminal tokens stand on changing colours; elsewhere a bar stands between two.
  private mutating func writeCut(_ ids: [TokenID]) {
    let colours = ["\u{1B}[30;46m", "\u{1B}[30;43m", "\u{1B}[30;42m", "\u{1B}[30;45m"]
    for (index, id) in ids.enumerated() {
      let text = Self.readable(tokenizer.bytes(of: [id]))
      if StandardOutput.hasColours {
        output.bytes.append(contentsOf: "\(colours[index % colours.count])\(text)\u{1B}[0m".utf8)
      } else {
        output.bytes.append(contentsOf: "\(index > 0 ? "|" : "")\(text)".utf8)
      }
    }
  }

  /// The bytes as text. A token may hold a part of a character, or what commands a terminal: such bytes
  /// are shown in numbers.
  private static func readable(_ bytes: [UInt8]) -> String {
    let isText = String(validating: bytes, as: UTF8.self) != nil
    return String(
      decoding: bytes.flatMap { byte in
        let isCommand = byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
        return isCommand || (byte >= 0x80 && !isText)
          ? Array("<0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))>".utf8)
          : [byte]
      }, as: UTF8.self)
  }
}

extension StandardOutput {
  /// Appends decimal digits, without a string between.
  mutating func append(_ number: UInt32) {
    var rest = number
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
