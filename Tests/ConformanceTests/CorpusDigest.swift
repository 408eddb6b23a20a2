// How many identifiers a corpus has, and their digest.

import Foundation
import Subword
import TestSupport

@testable import SubwordTraining

/// The digest of the identifiers of all lines, each 32 bits with the lowest byte first.
struct CorpusDigest: Equatable {
  let count: Int
  let sha256: String

  static let corpora = ["english.txt", "multilingual.txt", "code.txt"]

  /// The digest in the golden answers.
  static func golden(of vocabulary: String, corpus: String) throws -> CorpusDigest {
    let data = Data(try TestData.bytes("golden/digests.json"))
    let file = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
    let entry = file?[vocabulary]?[corpus] as? [String: Any]
    guard let count = entry?["ids"] as? Int, let sha256 = entry?["sha256"] as? String else {
      throw Golden.Malformed()
    }
    return CorpusDigest(count: count, sha256: sha256)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private init(count: Int, sha256: String) {
    self.count = count
    self.sha256 = sha256
  }

  /// Encodes each line, its line feed included, by itself.
  init(of corpus: [UInt8], by tokenizer: Tokenizer, _ options: EncodingOptions) throws {
    var (hash, count, start) = (SHA256(), 0, 0)
    var session = TokenizerSession(tokenizer)
    var (ids, bytes): ([TokenID], [UInt8]) = ([], [])
    while start < corpus.count {
      let end = corpus[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? corpus.count
      ids.removeAll(keepingCapacity: true)
      try session.encode(corpus.span.extracting(start..<end), options: options, into: &ids)
      count += ids.count
      bytes.removeAll(keepingCapacity: true)
      for id in ids {
        for shift: UInt32 in [0, 8, 16, 24] {
          bytes.append(UInt8(truncatingIfNeeded: id.rawValue >> shift))
        }
      }
      hash.update(bytes.span)
      start = end
    }
    self.init(count: count, sha256: hash.finalize().map(Self.hexadecimal).joined())
  }
}

/// The digests of this run, each computed once however many tests ask.
actor CorpusDigests {
  static let shared = CorpusDigests()
  private var digests: [String: Task<CorpusDigest, any Error>] = [:]

  func digest(of vocabulary: PublishedVocabulary, corpus: String) async throws -> CorpusDigest {
    let key = "\(vocabulary.name) \(corpus)"
    let task =
      digests[key]
      ?? Task.detached {
        let tokenizer = try vocabulary.tokenizer()
        return try CorpusDigest(
          of: TestData.bytes("corpora/\(corpus)"), by: tokenizer, vocabulary.plain)
      }
    digests[key] = task
    return try await task.value
  }
}
