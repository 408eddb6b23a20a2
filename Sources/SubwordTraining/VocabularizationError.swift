// Everything that can go wrong between a corpus and a trained vocabulary.

public import Subword

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Why a vocabulary could not be trained.
@nonexhaustive
public enum VocabularizationError: Error, Hashable, Sendable {
  /// A corpus file could not be read, or a temporary file not be written.
  case file(FileError)
  /// Text that is not UTF-8, where the caller asked for an error.
  case invalidUTF8(FileLocation)
  /// A line of a JSONL corpus is no text record.
  case badRecord(String, FileLocation)
  /// The pattern could not be run on a text.
  case pattern(PatternError)
  /// The pretokenizer writes into the text, so that pretokens aren't parts of it.
  case rewritingPretokenizer
  /// The text could not be normalized.
  case normalization(NormalizationError)
  /// There is no text at all in the corpus.
  case emptyCorpus
  /// The size asked for doesn't hold the special tokens and the alphabet.
  case vocabularyTooSmall(asked: Int, needed: Int)
  /// The size asked for is beyond what identifiers can number.
  case vocabularyTooLarge(asked: Int, limit: Int)
  /// Counts exceed 63 bits.
  case countOverflow
  /// More than 2³² symbols in distinct pretokens.
  case tooManyPretokens
  /// What has to be in memory at once exceeds the bound.
  case memoryExceeded(needed: Int, bound: Int)
  /// A text, or a line, is too long to be held in memory, and can't be cut.
  case stretchTooLong(file: String, byteOffset: Int, isLine: Bool, limit: Int, bound: Int)
  /// Two special tokens are spelled the same, or one is empty.
  case badSpecialToken(String)
  /// The trained tokenizer can't be made to run.
  case unusable(TokenEncodingError)
}

extension VocabularizationError: CustomStringConvertible {
  /// Where, what, and the mend, in that order.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .pattern(let error): clause(error.description)
    case .rewritingPretokenizer:
      """
      the pretokenizer: puts marks or spaces into the text, which can't be counted; take one \
      without metaspace, and byteLevel only as the last step, without a prefix space
      """
    case .normalization(let error): error.description
    case .invalidUTF8(let place):
      "\(place): is not UTF-8; convert the file, or take --invalid replace"
    case .badRecord(let what, let place): "\(place): \(what)"
    case .emptyCorpus:
      "the corpus: holds no text; name files that do"
    case .vocabularyTooSmall(let asked, let needed):
      """
      --vocab \(asked): is too small, the special tokens and the alphabet alone take \(needed); \
      ask for more, or limit the alphabet
      """
    case .vocabularyTooLarge(let asked, let limit):
      "--vocab \(asked): is too large; the limit is \(limit)"
    case .countOverflow:
      "the corpus: its counts exceed 63 bits; train on a part of it"
    case .tooManyPretokens:
      "the corpus: its distinct pretokens exceed 2^32 symbols; take a pattern that cuts it smaller"
    case .memoryExceeded(let needed, let bound):
      """
      the corpus: its distinct pretokens need \(Self.megabytes(needed)) MB so far, more than \
      the \(bound / 1_000_000) MB allowed; raise --memory
      """
    case .stretchTooLong(let file, let offset, let isLine, let limit, let bound):
      """
      \(shown(file)): has \(isLine ? "no line end" : "no place to cut at") in the \(limit) bytes \
      from byte \(offset) on, too many for the \(bound / 1_000_000) MB allowed; raise --memory, or \
      \(isLine ? "break the line up" : "take --input-format lines")
      """
    case .badSpecialToken(let token):
      "--special \"\(token)\": is empty or given twice; give each special token once"
    case .unusable(let error): error.description
    }
  }

  /// Rounded up: what is needed is never shown as what is allowed.
  private static func megabytes(_ bytes: Int) -> Int { bytes / 1_000_000 + 1 }
}

extension VocabularizationError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}
