// Vocabularies as tests write them down.

import Subword

extension Vocabulary {
  /// Takes `tokens` in the order of their identifiers.
  ///
  /// - Returns: `nil` when two tokens have the same bytes, or all together exceed 4 GiB.
  init?(_ tokens: some Collection<some Collection<UInt8>>) {
    var builder = VocabularyBuilder(expecting: tokens.count)
    for token in tokens {
      builder.bytes.append(contentsOf: token)
      guard builder.endToken() else { return nil }
    }
    self = builder.build()
  }
}
