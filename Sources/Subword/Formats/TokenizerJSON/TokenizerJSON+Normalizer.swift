// The normalizers of a tokenizer.json, read and written.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Normalizer.Step: CheckableStep {
  static var noun: String { "normalizer" }
  static var listName: String { "normalizers" }
  static var untagged: [(type: String, members: [String])] {
    [
      ("BertNormalizer", ["clean_text", "handle_chinese_chars", "lowercase"]),
      ("Strip", ["strip_left", "strip_right"]),
      ("Sequence", ["normalizers"]),
      ("Precompiled", ["precompiled_charsmap"]),
      ("Replace", ["pattern", "content"]),
      ("Prepend", ["prepend"]),
    ]
  }

  init?(type: String, _ object: inout PipelineObject) throws(ModelFileError) {
    switch type {
    case "NFC": self = .nfc
    case "NFD": self = .nfd
    case "NFKC": self = .nfkc
    case "NFKD": self = .nfkd
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .stripAccents
    case "Nmt": self = .nmt
    case "ByteLevel": self = .byteLevel
    case "Strip":
      self = .strip(
        left: try object.required("strip_left").bool(),
        right: try object.required("strip_right").bool())
    case "Precompiled": self = .precompiled(charsmap: try Self.charsmap(of: &object))
    case "Replace":
      self = .replace(try object.pattern(), content: try object.required("content").string())
    case "Prepend": self = .prepend(try object.required("prepend").string())
    // Hugging Face writes the second and reads both.
    case "Bert", "BertNormalizer": self = try Self.bert(of: &object)
    default: return nil
    }
  }

  func check() throws(TokenEncodingError) {
    do { _ = try NormalizationPipeline(Normalizer([self])) } catch { throw .normalization(error) }
  }

  private static func bert(of object: inout PipelineObject) throws(ModelFileError) -> Self {
    .bert(
      cleansText: try object.required("clean_text").bool(),
      spacesIdeographs: try object.required("handle_chinese_chars").bool(),
      stripsAccents: try object.optional("strip_accents")?.unlessNull?.bool(),
      lowercases: try object.required("lowercase").bool())
  }

  private static func charsmap(of object: inout PipelineObject) throws(ModelFileError) -> [UInt8] {
    let value = try object.required("precompiled_charsmap")
    guard let bytes = Data(base64Encoded: try value.string()) else {
      throw .malformed("\(value.path): the string is not base64", at: value.location)
    }
    return Array(bytes)
  }

  func writeMembers(to json: inout JSONWriter) {
    json.member("type", typeName)
    switch self {
    case .nfc, .nfd, .nfkc, .nfkd, .lowercase, .stripAccents, .nmt, .byteLevel: break
    case .strip(let left, let right):
      json.member("strip_left", left)
      json.member("strip_right", right)
    case .precompiled(let charsmap):
      json.member("precompiled_charsmap", Data(charsmap).base64EncodedString())
    case .replace(let pattern, let content):
      json.pattern(pattern)
      json.member("content", content)
    case .prepend(let text): json.member("prepend", text)
    case .bert(let cleansText, let spacesIdeographs, let stripsAccents, let lowercases):
      json.member("clean_text", cleansText)
      json.member("handle_chinese_chars", spacesIdeographs)
      json.key("strip_accents")
      if let stripsAccents { json.bool(stripsAccents) } else { json.null() }
      json.member("lowercase", lowercases)
    case .sentencePiece(let normalization):
      json.key("normalizers")
      json.beginArray()
      for step in normalization.nearestSteps {
        json.beginObject()
        step.writeMembers(to: &json)
        json.endObject()
      }
      json.endArray()
    }
  }

  private var typeName: String {
    switch self {
    case .nfc: "NFC"
    case .nfd: "NFD"
    case .nfkc: "NFKC"
    case .nfkd: "NFKD"
    case .lowercase: "Lowercase"
    case .strip: "Strip"
    case .stripAccents: "StripAccents"
    case .nmt: "Nmt"
    case .precompiled: "Precompiled"
    case .replace: "Replace"
    case .prepend: "Prepend"
    case .byteLevel: "ByteLevel"
    case .bert: "BertNormalizer"
    case .sentencePiece: "Sequence"
    }
  }
}
