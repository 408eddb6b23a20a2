// A policy for special tokens, made ready for one tokenizer.
//
//     SpecialTokenPolicy  ──▶  SpecialTokenRule  ──▶  AddedTokenFinder

/// Says what each special token's spelling is.
package struct SpecialTokenRule: Sendable {
  /// What a spelling is.
  package enum Verdict: Hashable, Sendable {
    case token
    case text
    case error
  }

  /// Those that differ from the rest.
  private var allowed: Set<TokenID> = []
  private let rest: Verdict

  package static let text = SpecialTokenRule(rest: .text)
  package static let parse = SpecialTokenRule(rest: .token)
  package static let error = SpecialTokenRule(rest: .error)

  private init(rest: Verdict) { self.rest = rest }

  /// The rule for `policy` among `tokens`.
  ///
  /// - Throws: `notSpecialToken` for a spelling that no special token has.
  package init(_ policy: SpecialTokenPolicy, _ tokens: AddedTokens) throws(TokenEncodingError) {
    switch policy {
    case .text: self = .text
    case .parse: self = .parse
    case .error: self = .error
    case .allowing(let spellings, let others):
      self.init(rest: others == .text ? .text : .error)
      for spelling in spellings {
        let found = tokens.all.first { token in
          // By bytes: `==` takes canonically equivalent spellings for the same.
          token.isSpecial && token.content.utf8.elementsEqual(spelling.utf8)
        }
        guard let found else { throw .notSpecialToken(spelling) }
        allowed.insert(found.id)
      }
    }
  }

  /// This rule for a text whose author may write no special token.
  package var untrusted: SpecialTokenRule { rest == .error ? .error : .text }

  /// Whether there are tokens that are an error.
  var canFail: Bool { rest == .error }

  package func verdict(on token: AddedToken) -> Verdict {
    allowed.contains(token.id) ? .token : rest
  }
}
