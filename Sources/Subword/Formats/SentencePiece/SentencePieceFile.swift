// Reads sentencepiece's .model: pieces with scores, and how text is normalized.
//
//     bytes  ──▶  ProtobufReader  ──▶  SentencePieceFile  ──▶  Tokenizer
//
// Source: sentencepiece_model.proto. Fields of the trainer say how the pieces were learnt; those
// that don't change identifiers are passed over. Anywhere else a field that isn't known is an error.

/// What a .model says.
struct SentencePieceFile {
  struct Piece {
    /// Where the file has its text.
    var text: Range<Int>
    var score: Float = 0
    var type: SentencePieceBPEModel.PieceType = .normal
    /// Where the file has it.
    var offset: Int
  }

  enum ModelType: Int {
    case unigram = 1
    case bpe = 2
    case word = 3
    case char = 4
  }

  struct Trainer {
    var modelType = ModelType.unigram
    var treatsWhitespaceAsSuffix = false
    var fallsBackToBytes = false
    var unknownSurface: String?
    var (unknown, start, end, padding) = ("<unk>", "<s>", "</s>", "<pad>")
  }

  struct Normalization {
    var charsmap: [UInt8] = []
    var addsDummyPrefix = true
    var removesExtraWhitespace = true
    var escapesWhitespace = true
    var offset = 0
  }

  struct Sample {
    var input = ""
    var expected = ""
    var offset: Int
  }

  let bytes: [UInt8]
  var pieces: [Piece] = []
  var trainer = Trainer()
  var normalization = Normalization()
  /// The character map of what is done to decoded text; empty for nothing.
  var denormalization = Normalization()
  var samples: [Sample] = []

  /// Whether `bytes` may be a .model: the first field is a piece, the first of whose fields is a text.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    var reader = ProtobufReader(bytes, bytes.indices)
    do {
      guard let field = try reader.nextField() else { return false }
      guard (1...5).contains(field.number), field.kind == .bytes else { return false }
      var inner = ProtobufReader(bytes, try reader.range(of: field))
      while let field = try inner.nextField() { try inner.skip(field) }
      return true
    } catch {
      // What is cut behind a first piece is a .model that was cut.
      return bytes.count > 2 && bytes[0] == 0x0A && bytes[2] == 0x0A
    }
  }

  init(_ bytes: [UInt8]) throws(ProtobufReader.Failure) {
    self.bytes = bytes
    var reader = ProtobufReader(bytes, bytes.indices)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: pieces.append(try piece(at: reader.range(of: field), field.offset))
      case 2: try readTrainer(at: reader.range(of: field))
      case 3: try readNormalization(at: reader.range(of: field), into: &normalization)
      case 4: try readSamples(at: reader.range(of: field))
      case 5: try readNormalization(at: reader.range(of: field), into: &denormalization)
      default: throw .unknownField(field.number, message: "the model", at: field.offset)
      }
    }
  }

  private func piece(
    at range: Range<Int>, _ offset: Int
  ) throws(ProtobufReader.Failure) -> Piece {
    var piece = Piece(text: range.lowerBound..<range.lowerBound, offset: offset)
    var reader = ProtobufReader(bytes, range)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: piece.text = try reader.textRange(of: field)
      case 2: piece.score = try reader.float(of: field)
      case 3:
        let number = try reader.int32(of: field)
        guard let type = UInt8(exactly: number).flatMap(SentencePieceBPEModel.PieceType.init) else {
          throw .unknownValue(Int(number), of: "the type of a piece", at: field.offset)
        }
        piece.type = type
      default: throw .unknownField(field.number, message: "a piece", at: field.offset)
      }
    }
    return piece
  }

  private mutating func readTrainer(at range: Range<Int>) throws(ProtobufReader.Failure) {
    var reader = ProtobufReader(bytes, range)
    while let field = try reader.nextField() {
      switch field.number {
      case 3:
        let number = Int(try reader.int32(of: field))
        guard let type = ModelType(rawValue: number) else {
          throw .unknownValue(number, of: "the type of the model", at: field.offset)
        }
        trainer.modelType = type
      case 24: trainer.treatsWhitespaceAsSuffix = try reader.bool(of: field)
      case 35: trainer.fallsBackToBytes = try reader.bool(of: field)
      case 44: trainer.unknownSurface = try reader.text(of: field)
      case 45: trainer.unknown = try reader.text(of: field)
      case 46: trainer.start = try reader.text(of: field)
      case 47: trainer.end = try reader.text(of: field)
      case 48: trainer.padding = try reader.text(of: field)
      default: try reader.skip(field)
      }
    }
  }

  private func readNormalization(
    at range: Range<Int>, into normalization: inout Normalization
  ) throws(ProtobufReader.Failure) {
    normalization.offset = range.lowerBound
    var reader = ProtobufReader(bytes, range)
    while let field = try reader.nextField() {
      switch field.number {
      case 1, 6: _ = try reader.range(of: field)
      case 2: normalization.charsmap = Array(bytes[try reader.range(of: field)])
      case 3: normalization.addsDummyPrefix = try reader.bool(of: field)
      case 4: normalization.removesExtraWhitespace = try reader.bool(of: field)
      case 5: normalization.escapesWhitespace = try reader.bool(of: field)
      default: throw .unknownField(field.number, message: "the normalizer", at: field.offset)
      }
    }
  }

  private mutating func readSamples(at range: Range<Int>) throws(ProtobufReader.Failure) {
    var reader = ProtobufReader(bytes, range)
    while let field = try reader.nextField() {
      guard field.number == 1 else {
        throw .unknownField(field.number, message: "the self-test", at: field.offset)
      }
      var sample = Sample(offset: field.offset)
      var inner = ProtobufReader(bytes, try reader.range(of: field))
      while let field = try inner.nextField() {
        switch field.number {
        case 1: sample.input = try inner.text(of: field)
        case 2: sample.expected = try inner.text(of: field)
        default: throw .unknownField(field.number, message: "a self-test", at: field.offset)
        }
      }
      samples.append(sample)
    }
  }
}
