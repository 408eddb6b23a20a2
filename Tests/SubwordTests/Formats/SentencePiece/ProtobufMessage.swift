// Protocol buffers as tests write them down.

/// A message that grows field by field.
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ field: Int, _ value: UInt64) {
    varint(UInt64(field) << 3)
    varint(value)
  }

  mutating func float(_ field: Int, _ value: Float) {
    varint(UInt64(field) << 3 | 5)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
  }

  mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(value.count))
    bytes += value
  }

  mutating func text(_ field: Int, _ value: String) { bytes(field, Array(value.utf8)) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// A small SentencePiece model.
struct SmallSentencePiece {
  var pieces: [(text: String, score: Float, type: Int)] = [
    ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁a", -1, 1), ("ab", -2, 1), ("▁ab", -3, 1),
    ("▁", -4, 1), ("a", -5, 1), ("b", -6, 1), ("<sep>", 0, 4),
  ]
  var trainer: (inout ProtobufMessage) -> Void = { $0.number(3, 2) }
  var normalizer: (inout ProtobufMessage) -> Void = { _ in }
  var rest: (inout ProtobufMessage) -> Void = { _ in }

  var bytes: [UInt8] {
    var model = ProtobufMessage()
    for (text, score, type) in pieces {
      var piece = ProtobufMessage()
      piece.text(1, text)
      piece.float(2, score)
      if type != 1 { piece.number(3, UInt64(type)) }
      model.bytes(1, piece.bytes)
    }
    var part = ProtobufMessage()
    trainer(&part)
    model.bytes(2, part.bytes)
    part = ProtobufMessage()
    normalizer(&part)
    model.bytes(3, part.bytes)
    rest(&model)
    return model.bytes
  }
}
