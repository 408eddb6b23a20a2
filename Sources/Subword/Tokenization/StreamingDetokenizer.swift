// Text while the identifiers still come.
//
//     identifier  ──▶  StreamingDetokenizer  ──▶  what is new of the text

/// Gives the text of identifiers as they come.
///
/// All parts together are the text that ``Tokenizer/decode(_:skipSpecialTokens:)`` gives. What isn't
/// known yet is held back: half characters, runs of byte tokens, spaces that may have to go.
/// Once shown, text never changes.
public struct StreamingDetokenizer: Sendable {
  private var joiner: TextJoiner

  init(_ joiner: TextJoiner) { self.joiner = joiner }

  /// The text that `id` adds; often empty, never half a character.
  public mutating func append(_ id: TokenID) -> String {
    append(CollectionOfOne(id))
  }

  /// The text that `ids` add.
  public mutating func append(_ ids: some Sequence<TokenID>) -> String {
    var bytes: [UInt8] = []
    joiner.append(ids, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text that was held back to the end. The next identifier starts a new text.
  public mutating func finish() -> String {
    var bytes: [UInt8] = []
    joiner.finish(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension AsyncSequence where Element == TokenID {
  /// The text of these identifiers, bit by bit; parts are never empty.
  public func text(
    by tokenizer: Tokenizer, skipSpecialTokens: Bool = false
  ) -> AsyncText<Self> {
    AsyncText(
      ids: self,
      detokenizer: tokenizer.streamingDetokenizer(skipSpecialTokens: skipSpecialTokens))
  }
}

/// The text of identifiers that come one after the other.
public struct AsyncText<Base: AsyncSequence>: AsyncSequence where Base.Element == TokenID {
  let ids: Base
  let detokenizer: StreamingDetokenizer

  /// Waits for identifiers until there is text.
  public struct AsyncIterator: AsyncIteratorProtocol {
    var ids: Base.AsyncIterator
    var detokenizer: StreamingDetokenizer
    var isAtEnd = false

    /// The next part of the text; `nil` at its end.
    public mutating func next() async throws -> String? {
      while !isAtEnd {
        var text = ""
        if let id = try await ids.next() {
          text = detokenizer.append(id)
        } else {
          isAtEnd = true
          text = detokenizer.finish()
        }
        if !text.isEmpty { return text }
      }
      return nil
    }
  }

  /// A walk over the text from its start.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(ids: ids.makeAsyncIterator(), detokenizer: detokenizer)
  }
}
