// The formats of `tok encode` that give a line for each text.

import Subword

struct LineFormat: EncodingFormat {
  private let tokenizer: Tokenizer
  private let format: EncodeCommand.Format

  init(_ tokenizer: Tokenizer, _ format: EncodeCommand.Format) {
    self.tokenizer = tokenizer
    self.format = format
  }

  func append(_ ids: [TokenID], to bytes: inout [UInt8]) {
    switch format {
    case .ids: appendList(ids, separator: " ", to: &bytes)
    case .pieces: appendPieces(ids, to: &bytes)
    case .json: appendObject(ids, to: &bytes)
    case .jsonl:
      bytes.append(UInt8(ascii: "["))
      appendList(ids, separator: ",", to: &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .cut: appendCut(ids, to: &bytes)
    case .npy, .bin: return  // have a format of their own
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private func appendList(
    _ ids: [TokenID], separator: Unicode.Scalar, to bytes: inout [UInt8]
  ) {
    for (index, id) in ids.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: separator)) }
      bytes.append(decimal: id.rawValue)
    }
  }

  private func appendPieces(_ ids: [TokenID], to bytes: inout [UInt8]) {
    for (index, id) in ids.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      // A vocabulary of characters has tokens that would end the line.
      for byte in (tokenizer.spelling(of: id) ?? "").utf8 {
        switch byte {
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        default: bytes.append(byte)
        }
      }
    }
  }

  private func appendObject(_ ids: [TokenID], to bytes: inout [UInt8]) {
    var json = JSONWriter(appendingTo: bytes)
    bytes = []
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
    bytes = json.bytes
  }

  /// On a terminal tokens stand on changing colours; elsewhere a bar stands between two.
  private func appendCut(_ ids: [TokenID], to bytes: inout [UInt8]) {
    let colours = ["\u{1B}[30;46m", "\u{1B}[30;43m", "\u{1B}[30;42m", "\u{1B}[30;45m"]
    for (index, id) in ids.enumerated() {
      let text = Self.readable(tokenizer.bytes(of: [id]))
      if StandardOutput.hasColours {
        bytes.append(contentsOf: "\(colours[index % colours.count])\(text)\u{1B}[0m".utf8)
      } else {
        bytes.append(contentsOf: "\(index > 0 ? "|" : "")\(text)".utf8)
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

extension [UInt8] {
  /// Appends decimal digits, without a string between.
  mutating func append(decimal number: UInt32) {
    var rest = number
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
