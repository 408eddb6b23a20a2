// What can be wrong with the tokens of a file. The reader knows where, and says it in words.

/// Why tokens and identifiers are no vocabulary. Tokens are named by their number, from 0, in the
/// order in which they came.
package enum VocabularyError: Error, Hashable {
  /// Two tokens have the same bytes.
  case duplicateToken(first: Int, second: Int)
  /// Two tokens have the same identifier.
  case duplicateIdentifier(Int, first: Int, second: Int)
  /// An identifier is negative, or not below `limit`: 2³¹, and 65,536 more than 16 times the number
  /// of tokens.
  case identifierOutOfRange(Int, limit: Int)
  /// A token has more bytes than `SparseVocabularyBuilder.longestToken`.
  case tokenTooLong(Int)
  /// All tokens together exceed 4 GiB.
  case tooManyBytes
}
